"""What one would write without this program: ways that ``performance.py`` times beside ours.

None of them answers a record, keeps a log, knows a replaced number or survives a crash.
"""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import xmlschema
from lxml import etree
from sqlalchemy import Date, Integer, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from raas_batch.store.engine import engine

SCHEMA = Path(__file__).parents[1] / "xsd" / "v1" / "registration.xsd"
BY_ROW = 10_000
"""Records that are enough to time a way that takes minutes for all: the rest is extrapolated, and said so."""


class Base(DeclarativeBase):
    pass


class Line(Base):
    __tablename__ = "bench_line"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    ssin: Mapped[str] = mapped_column(index=True)
    start: Mapped[date] = mapped_column(Date)
    stop: Mapped[date] = mapped_column(Date)


def row_by_row(path: Path) -> None:
    Base.metadata.create_all(engine())
    with Session(engine()) as session:
        for place, (_, each) in enumerate(etree.iterparse(path, tag=("register", "unregister")), start=1):
            begin = date.fromisoformat(each.findtext("period/beginDate"))
            stop = date.fromisoformat(each.findtext("period/endDate") or "9999-12-30") + timedelta(1)
            number, registers = each.findtext("ssin"), each.tag == "register"
            touched = select(Line).where(Line.ssin == number, Line.start < stop, Line.stop > begin)
            for line in session.scalars(touched).all():
                if registers:
                    begin, stop = min(begin, line.start), max(stop, line.stop)
                else:
                    rest = [(line.start, begin)] * (line.start < begin) + [(stop, line.stop)] * (stop < line.stop)
                    session.add_all(Line(ssin=number, start=first, stop=last) for first, last in rest)
                session.delete(line)
            if registers:
                session.add(Line(ssin=number, start=begin, stop=stop))
            each.clear()
            if place == BY_ROW:
                break
        session.commit()


def by_xmlschema(path: Path) -> None:
    schema = xmlschema.XMLSchema10(SCHEMA)
    with path.open(encoding="utf-8") as stream:
        lines, records = [], 0
        for line in stream:
            lines.append(line)
            records += line.startswith(("    </register>", "    </unregister>"))
            if records == BY_ROW:
                break
    text = "".join(lines) + "  </registrations>\n</reg:registrationsRequest>\n"
    assert not list(schema.iter_errors(text))


def by_pandas(path: Path) -> None:
    """Registers only: pandas has no step that takes days away. Periods that share a day become one."""
    frame = pd.read_xml(path, iterparse={"register": ["ssin", "dossierType", "beginDate", "endDate"]}, dtype=str)
    frame = frame.fillna({"endDate": "9999-12-30"}).sort_values(["ssin", "dossierType", "beginDate"])
    key = frame["ssin"] + frame["dossierType"]
    days = pd.to_numeric(frame["endDate"].str.replace("-", ""))
    highest = days.groupby(key).cummax().groupby(key).shift()
    begins = pd.to_numeric(frame["beginDate"].str.replace("-", ""))
    island = (highest.isna() | (begins > highest)).cumsum()
    merged = frame.groupby(island).agg({"ssin": "first", "beginDate": "first", "endDate": "max"})
    merged.to_sql("bench_merged", engine(), if_exists="replace", index=False, chunksize=10_000, method="multi")
