"""What one would write without this program: ways that ``performance.py`` times beside ours.

They bring the same file to the same lines, those that its sender had; pandas writes what comes of it to another table.
One of them answers every record and keeps a log; none knows a replaced number or survives a crash. Those that need long
for a few records are given a few.
"""

import os
from collections.abc import Callable
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any
from xml.sax.saxutils import escape

import pandas as pd
import xmlschema
from lxml import etree
from sqlalchemy import BigInteger, Date, Integer, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from raas_batch.store.engine import engine
from raas_batch.store.tables import person

SCHEMA = Path(__file__).parents[1] / "xsd" / "v1" / "registration.xsd"
ENDS = ("        </register>", "        </unregister>")
COLUMNS = "record_id text, kind text, ssin bigint, dossier_type text, start date, stop date"
HELD = """insert into bench_line (ssin, dossier_type, start, stop)
    select ssin, 'EMPLOYEE', start, stop from line where organisation = :organisation order by ssin"""
AS_TOLD = """select ssin::text as ssin, dossier_type as "dossierType",
    start::text as "beginDate", (stop - 1)::text as "endDate" from bench_line"""
BY_SQL = """with touched as (delete from bench_line line using (
        select distinct ssin, dossier_type from bench_read where kind = 'register') read
        where read.ssin = line.ssin and read.dossier_type = line.dossier_type returning line.*),
    both_sides as (select ssin, dossier_type, daterange(start, stop) as days from touched union all
        select ssin, dossier_type, daterange(start, coalesce(stop, '9999-12-30'), '[]') from bench_read
        where kind = 'register'),
    merged as (select ssin, dossier_type, unnest(range_agg(days)) as days from both_sides group by 1, 2)
    insert into bench_line (ssin, dossier_type, start, stop)
    select ssin, dossier_type, lower(days), upper(days) from merged order by 1, 2, 3"""


class Base(DeclarativeBase):
    pass


class Known(Base):
    __table__ = person


class Logged(Base):
    __tablename__ = "bench_log"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    ssin: Mapped[int] = mapped_column(BigInteger, index=True)
    registers: Mapped[bool]
    start: Mapped[date] = mapped_column(Date)
    stop: Mapped[date] = mapped_column(Date)
    record_id: Mapped[str]


class Line(Base):
    __tablename__ = "bench_line"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    ssin: Mapped[int] = mapped_column(BigInteger, index=True)
    dossier_type: Mapped[str]
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


def prepare(organisation: str) -> None:
    """Tables of their own, with the lines that the organisation has."""
    tables = [model.__table__ for model in (Line, Logged)]
    Base.metadata.drop_all(engine(), tables)
    Base.metadata.create_all(engine(), tables)
    with engine().begin() as connection:
        connection.execute(text("drop table if exists bench_read"))
        connection.execute(text(HELD), {"organisation": int(organisation)})
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze bench_line"))
        connection.execute(text("checkpoint"))
    os.sync()  # what was made before is on disk: it is not theirs to wait for


def merged_one_by_one(path: Path, count: int) -> None:
    _one_by_one(path, count, _merge)


def answered_one_by_one(path: Path, count: int) -> None:
    """What ours does with a record, but for replaced numbers, warnings and digests."""
    with path.with_suffix(".answer").open("w", encoding="utf-8") as answer:

        def answered(session: Session, each: Any) -> None:
            code = "MSG00000" if _is_true(session.get(Known, each.findtext("ssin")), each) else "REFUSED"
            if code == "MSG00000":
                begin, stop = _days(each)
                whole = {"record_id": each.get("recordId"), "registers": each.tag == "register"}
                session.add(Logged(ssin=int(each.findtext("ssin")), start=begin, stop=stop, **whole))
                _merge(session, each)
            answer.write(f'<record recordId="{escape(each.get("recordId"))}"><code>{code}</code></record>\n')

        _one_by_one(path, count, answered)


def _one_by_one(path: Path, count: int, do: Callable[[Session, Any], None]) -> None:
    with Session(engine()) as session:
        for _, each in islice(etree.iterparse(path, tag=("register", "unregister")), count):
            do(session, each)
            each.clear()
        session.commit()


def _is_true(known: Known | None, each: Any) -> bool:
    """Whether the person is known, and has the name and date of birth that the record may tell."""
    if known is None:
        return False
    told = (each.findtext("person/lastName"), known.last_name), (each.findtext("person/birthDate"), known.birth_date)
    return all(given is None or given.casefold() == held.casefold() for given, held in told)


def _days(each: Any) -> tuple[date, date]:
    begin, end = each.findtext("period/beginDate"), each.findtext("period/endDate")
    return date.fromisoformat(begin), date.fromisoformat(end or "9999-12-30") + timedelta(1)


def _merge(session: Session, each: Any) -> None:
    begin, stop = _days(each)
    dossier = {"ssin": int(each.findtext("ssin")), "dossier_type": each.findtext("dossierType")}
    registers = each.tag == "register"
    touched = select(Line).filter_by(**dossier).where(Line.start < stop, Line.stop > begin)
    for line in session.scalars(touched).all():
        if registers:
            begin, stop = min(begin, line.start), max(stop, line.stop)
        else:
            rest = [(line.start, begin)] * (line.start < begin) + [(stop, line.stop)] * (stop < line.stop)
            session.add_all(Line(**dossier, start=first, stop=last) for first, last in rest)
        session.delete(line)
    if registers:
        session.add(Line(**dossier, start=begin, stop=stop))


def by_xmlschema(path: Path, count: int) -> None:
    schema = xmlschema.XMLSchema10(SCHEMA)
    assert not list(schema.iter_errors(_beginning(path, count)))


def by_pandas(path: Path, _: int) -> None:
    """Registers only: pandas has no step that takes days away. Periods that share a day become one."""
    told = pd.read_xml(path, iterparse={"register": ["ssin", "dossierType", "beginDate", "endDate"]}, dtype=str)
    held = pd.read_sql(text(AS_TOLD), engine())
    frame = pd.concat([told, held], ignore_index=True)
    frame = frame.fillna({"endDate": "9999-12-30"}).sort_values(["ssin", "dossierType", "beginDate"])
    key = frame["ssin"] + frame["dossierType"]
    days = pd.to_numeric(frame["endDate"].str.replace("-", ""))
    highest = days.groupby(key).cummax().groupby(key).shift()
    begins = pd.to_numeric(frame["beginDate"].str.replace("-", ""))
    island = (highest.isna() | (begins > highest)).cumsum()
    merged = frame.groupby(island).agg({"ssin": "first", "beginDate": "first", "endDate": "max"})
    merged.to_sql("bench_merged", engine(), if_exists="replace", index=False, chunksize=10_000)


def by_sql(path: Path, _: int) -> None:
    """Registers only: an aggregate takes no range away in its middle. Neighbours become one.

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
    ("SQLAlchemy's ORM, one by one: judged by the mirror, logged, merged, answered", answered_one_by_one, 10_000),
    ("SQLAlchemy's ORM, one by one: merged and no more", merged_one_by_one, 10_000),
    ("`xmlschema` alone, which only validates", by_xmlschema, 10_000),
    ("`pandas.read_xml`, merge in pandas, `to_sql`; registers only", by_pandas, 10_000_000),
    ("parsed, COPY, merged by `range_agg`; registers only, nothing checked", by_sql, 10_000_000),
)
