"""What one would write without this program: ways that ``performance.py`` times beside ours.

None of them answers a record, keeps a log, knows a replaced number or survives a crash. Those that need long for a few
records are given a few.
"""

from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from time import perf_counter

import pandas as pd
import xmlschema
from lxml import etree
from sqlalchemy import Date, Integer, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from raas_batch.store.engine import engine

SCHEMA = Path(__file__).parents[1] / "xsd" / "v1" / "registration.xsd"
ENDS = ("        </register>", "        </unregister>")
COLUMNS = "record_id text, kind text, ssin bigint, dossier_type text, start date, stop date"
BY_SQL = """create table bench_ranges as
    select ssin, dossier_type, unnest(range_agg(daterange(start, coalesce(stop, '9999-12-30'), '[]'))) from bench_read
    where kind = 'register' group by 1, 2"""


class Base(DeclarativeBase):
    pass


class Line(Base):
    __tablename__ = "bench_line"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    ssin: Mapped[str] = mapped_column(index=True)
    start: Mapped[date] = mapped_column(Date)
    stop: Mapped[date] = mapped_column(Date)


def as_rows(path: Path, target: Path) -> Path:
    """The file's records as COPY takes them: the cheapest form in which a database may get them."""
    with target.open("w", encoding="utf-8") as stream:
        for _, each in etree.iterparse(path, tag=("register", "unregister")):
            begin, end = each.findtext("period/beginDate"), each.findtext("period/endDate") or r"\N"
            stream.write(f"{each.get('recordId')}\t{each.tag}\t{each.findtext('ssin')}\tEMPLOYEE\t{begin}\t{end}\n")
            each.clear()
    return target


def copied(rows: Path) -> float:
    """Seconds to COPY them into a table without index or constraint, committed."""
    with engine().begin() as connection:
        connection.execute(text(f"create table bench_rows ({COLUMNS})"))
    begin = perf_counter()
    _copy(rows, "bench_rows")
    spent = perf_counter() - begin
    with engine().begin() as connection:
        connection.execute(text("drop table bench_rows"))  # else the server looks after it while others are timed
    return spent


def _copy(rows: Path, table: str) -> None:
    with (
        engine().begin() as connection,
        rows.open("rb") as stream,
        connection.connection.cursor() as cursor,
        cursor.copy(f"copy {table} from stdin") as copy,
    ):
        while block := stream.read(1 << 18):
            copy.write(block)


def row_by_row(path: Path, count: int) -> None:
    Base.metadata.create_all(engine())
    with Session(engine()) as session:
        for _, each in islice(etree.iterparse(path, tag=("register", "unregister")), count):
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
        session.commit()


def by_xmlschema(path: Path, count: int) -> None:
    schema = xmlschema.XMLSchema10(SCHEMA)
    assert not list(schema.iter_errors(_beginning(path, count)))


def by_pandas(path: Path, _: int) -> None:
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


def by_sql(path: Path, _: int) -> None:
    """Registers only, into an empty table: a range cannot be taken away in the middle of an aggregate.

    PostgreSQL's own ``XMLTABLE`` would keep the document in memory; that of the wheel has none.
    """
    with engine().begin() as connection:
        connection.execute(text(f"create table bench_read ({COLUMNS})"))
    _copy(as_rows(path, path.with_suffix(".rows")), "bench_read")
    with engine().begin() as connection:
        connection.execute(text(BY_SQL))


def _beginning(path: Path, count: int) -> str:
    """A document of the first records."""
    lines, records = [], 0
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            lines.append(line)
            records += line.startswith(ENDS)
            if records == count:
                break
    return "".join(lines) + "  </registrations>\n</reg:registrationsRequest>\n"


WAYS = (
    ("parsed, then line by line through SQLAlchemy's ORM", row_by_row, 10_000),
    ("`xmlschema` alone, which only validates", by_xmlschema, 10_000),
    ("`pandas.read_xml`, merge in pandas, `to_sql`; registers only", by_pandas, 10_000_000),
    ("parsed, COPY, merged by `range_agg`; registers only, nothing checked", by_sql, 10_000_000),
)
