"""Compares a list with the register, key range by key range, and keeps aside what differs. Nothing in it changes.

``judged`` holds the records of the list (made by the flow's rules). What differs goes to temporary tables, which live
as long as the transaction: memory is bounded by the range, however long the list and however many lines are held.
"""

from collections.abc import Collection, Iterator
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    case,
    distinct,
    func,
    select,
    text,
    tuple_,
    union_all,
    update,
)

from raas_batch import codes
from raas_batch.progress import step
from raas_batch.store import columns
from raas_batch.store.days import day, ordinal
from raas_batch.store.held import Source
from raas_batch.store.judged import FATAL
from raas_batch.store.keys import packed, unpacked
from raas_batch.store.ranges import Range, ranges
from raas_batch.store.tables import dossier_type
from raas_batch.store.types import SSIN

if TYPE_CHECKING:
    import pandas as pd

Days = list[tuple[date, date]]

_temporary = MetaData()

listed = Table(
    "judged",
    _temporary,
    Column("position", Integer),
    Column("code", Text),
    Column("ssin", SSIN),
    Column("dossier_type", Integer),
    Column("start", Date),
    Column("stop", Date),
)
"""What a REC file's rules put into ``judged`` for us: the last SSIN, the number of the dossier type if it is one."""

_compared = Table("list_compared", _temporary, Column("position", Integer), Column("held", Integer))
_shown = Table("list_shown", _temporary, Column("position", Integer), Column("start", Integer), Column("stop", Integer))
_missing = Table(
    "list_missing", _temporary,
    Column("ssin", BigInteger), Column("dossier_type", Integer), Column("start", Integer), Column("stop", Integer),
)  # fmt: skip
_MADE_HERE = (_compared, _shown, _missing)
_is_ok = listed.c.code.not_in(FATAL)


def keys() -> Select[Any]:
    """The keys that the list names, also in records that fail: of these no line is missing there."""
    return select(listed.c.ssin, listed.c.dossier_type).where(listed.c.dossier_type.is_not(None)).distinct()


def compare(connection: Connection, source: Source, complete: Collection[int] | None, per_range: int) -> None:
    """Compare the records of ``judged`` that are OK with what is held, and give each the code of what was found.

    ``complete``: the dossier types of which the list has every line (None: all); only of these lines are missing there.
    """
    prepare(connection)
    named = select(listed.c.ssin).where(listed.c.dossier_type.is_not(None))
    parts = ranges(connection, select(union_all(named, source.ssins()).subquery().c.ssin), per_range)
    with step("compare, ranges of SSINs", len(parts)) as advance:
        for within in parts:
            _compare_range(connection, source, complete, within)
            advance(1)
    _give_codes(connection)


def prepare(connection: Connection) -> None:
    """Make the tables of what differs, with nothing in them."""
    for table in _MADE_HERE:
        shape = ", ".join(f"{column.name} {column.type}" for column in table.columns)
        connection.execute(text(f"drop table if exists pg_temp.{table.name}"))
        connection.execute(text(f"create temporary table {table.name} ({shape}) on commit drop"))


def missing_count(connection: Connection) -> tuple[int, int]:
    """How many dossiers the list lacks, and how many lines they have."""
    dossiers = func.count(distinct(tuple_(_missing.c.ssin, _missing.c.dossier_type)))
    found, lines = connection.execute(select(dossiers, func.count()).select_from(_missing)).one()
    return found, lines


def missing(connection: Connection) -> Iterator[tuple[str, str, Days]]:
    """Stream (SSIN, dossier type, lines) of the dossiers that the list lacks, sorted."""
    ssin = _missing.c.ssin.cast(SSIN).label("ssin")
    statement = select(ssin, dossier_type.c.code, *_days(_missing)).join(
        dossier_type, dossier_type.c.id == _missing.c.dossier_type
    )
    ordered = statement.order_by(_missing.c.ssin, dossier_type.c.code, _missing.c.start)
    rows = connection.execute(ordered.execution_options(yield_per=10_000))
    for (number, code), own in groupby(rows, key=attrgetter("ssin", "code")):
        yield number, code, [(row.start, row.stop) for row in own]


def shown(connection: Connection) -> Iterator[tuple[int, Days]]:
    """Stream (position, lines held) of the first record of each key whose days differ, in order of position."""
    ordered = select(_shown.c.position, *_days(_shown)).order_by(_shown.c.position, _shown.c.start)
    rows = connection.execute(ordered.execution_options(yield_per=10_000))
    for position, own in groupby(rows, key=attrgetter("position")):
        yield position, [(row.start, row.stop) for row in own]


def _compare_range(connection: Connection, source: Source, complete: Collection[int] | None, within: Range) -> None:
    from raas_batch.comparison import compare as compare_days  # with it comes pandas, which takes its time
    from raas_batch.comparison import frame

    records = columns.fetch(connection, _records(within), ("i8", "i4", "i4", "b1", "i4", "i4"))
    lines = source.lines(connection, within)
    named, ok = packed(records), records["ok"]
    here = frame({"key": packed(lines), "start": lines["start"], "stop": lines["stop"]})
    there = frame({"key": named[ok], "start": records["start"][ok], "stop": records["stop"][ok]})
    there["position"] = records["position"][ok]
    result = compare_days(there, here)
    differing = result.index[result["listed"] & ~result["same"]]
    different = there[there["key"].isin(differing)]
    held = different["key"].isin(here["key"]).to_numpy()
    _send(connection, _compared, different.assign(held=held), ("position", "held"))
    firsts = different.sort_values("position").drop_duplicates("key")[["key", "position"]]
    _send(connection, _shown, here.merge(firsts, on="key"), ("position", "start", "stop"))
    left = here[~here["key"].isin(named)]
    ssin, kind = unpacked(left["key"].to_numpy())
    left = left.assign(ssin=ssin, dossier_type=kind)
    left = left if complete is None else left[left["dossier_type"].isin(list(complete))]
    _send(connection, _missing, left, ("dossier_type", "start", "stop"), ("ssin",))


def _send(
    connection: Connection, table: Table, rows: "pd.DataFrame", narrow: tuple[str, ...], wide: tuple[str, ...] = ()
) -> None:
    values = {name: rows[name].to_numpy(dtype=np.int32) for name in narrow}
    columns.send(connection, table, values | {name: rows[name].to_numpy(dtype=np.int64) for name in wide})


def _records(within: Range) -> Select[Any]:
    wanted = (
        listed.c.ssin, listed.c.dossier_type, listed.c.position, _is_ok.label("ok"),
        ordinal(listed.c.start).label("start"), ordinal(listed.c.stop).label("stop"),
    )  # fmt: skip
    return select(*wanted).where(listed.c.dossier_type.is_not(None), within.holds(listed.c.ssin))


def _give_codes(connection: Connection) -> None:
    """A canceled number keeps its own code, whatever its days."""
    connection.execute(text("analyze list_compared"))
    found = case((_compared.c.held == 1, codes.DAYS_DIFFER), else_=codes.NOT_HERE)
    canceled = listed.c.code == codes.SSIN_OF_LIST_CANCELED
    same = listed.c.position == _compared.c.position
    connection.execute(update(listed).where(same, ~canceled).values(code=found))


def _days(table: Table) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    return day(table.c.start).label("start"), day(table.c.stop).label("stop")
