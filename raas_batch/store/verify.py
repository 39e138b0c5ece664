"""Folds the operation log anew and compares: the proof that the lines are what the accepted records say (law 9).

Reads everything once, organisation by organisation, in ranges of SSINs, so that memory stays flat; only the past of
SSINs that events tie together is held whole.
"""

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    MetaData,
    Select,
    Table,
    and_,
    func,
    literal,
    select,
    text,
    union,
)

from raas_batch import period_columns
from raas_batch.histories import Key
from raas_batch.period_columns import Lines, Operations
from raas_batch.periods import Period
from raas_batch.progress import step
from raas_batch.store import columns, knows, move, past
from raas_batch.store.days import ordinal
from raas_batch.store.keys import packed
from raas_batch.store.ranges import ranges
from raas_batch.store.tables import dossier_type, line, operation, replacement
from raas_batch.store.types import SSIN

PER_RANGE = 500_000
OPERATION = ("i8", "i4", "b1", "i4", "i4")
LINE = ("i8", "i4", "i4", "i4")
_apart = Table("ssin_with_past", MetaData(), Column("ssin", SSIN))


class Verified(NamedTuple):
    """What was compared of one organisation, and the lines that stand otherwise than their records say.

    ``unmet`` are lines and records of SSINs that it is not written down to know: it would not hear of these.
    """

    organisation: str
    operations: int
    lines: int
    wrong: int
    overlapping: int
    unmet: int


def verify(connection: Connection) -> Iterator[Verified]:
    """Compare organisation by organisation; SSINs that events tie together apart, by their whole past."""
    with_past = past.tied_by_events(connection)
    set_apart(connection, with_past)
    due = _past_of_each(connection, with_past)
    known = union(select(line.c.organisation), select(operation.c.organisation)).subquery()
    organisations = connection.scalars(select(known.c.organisation).order_by(known.c.organisation)).all()
    unmet = knows.unmet(connection)
    with step("verify, organisations", len(organisations)) as advance:
        for organisation in organisations:
            asked = select(operation.c.ssin).where(operation.c.organisation == organisation)
            within = ranges(connection, asked, PER_RANGE)
            parts = [_compare(connection, organisation, first, last) for first, last in within]
            parts.append(_compare_past(connection, organisation, with_past, due.get(organisation, {})))
            compared = [sum(counts) for counts in zip(*parts, strict=True)]
            yield Verified._make([organisation, *compared, unmet.get(organisation, 0)])
            advance(1)


def _compare(connection: Connection, organisation: str, first: str, last: str | None) -> tuple[int, int, int, int]:
    """Operations, lines, wrong lines and overlaps of one range."""
    asked = columns.fetch(connection, asked_of(organisation, first, last), OPERATION)
    held = columns.fetch(connection, _lines(organisation, first, last), LINE)
    _, rank = np.unique(np.concatenate([packed(asked), packed(held)]), return_inverse=True)
    count = len(asked["ssin"])
    operations = Operations(rank[:count], asked["registers"], asked["start"], asked["stop"])
    stand = Lines(rank[count:], held["start"], held["stop"])
    nothing = stand.where(np.zeros(len(stand), dtype=np.bool_))
    due, _ = period_columns.fold(nothing, operations)
    return count, len(stand), _wrong(stand, due), period_columns.overlapping(stand)


def _past_of_each(connection: Connection, kin: Collection[str]) -> dict[str, dict[Key, list[Period]]]:
    """The lines due of the SSINs set apart, by organisation: their past is folded once."""
    owners = {row.id: row.organisation for row in connection.execute(select(dossier_type))}
    due: dict[str, dict[Key, list[Period]]] = {}
    for (ssin, kind), periods in past.known(connection, kin).lines.items():
        due.setdefault(owners[kind], {})[ssin, kind] = periods
    return due


def _compare_past(
    connection: Connection, organisation: str, kin: Collection[str], lines_due: dict[Key, list[Period]]
) -> tuple[int, int, int, int]:
    """The same of the SSINs set apart, folded one by one: replacements and records in the order in which they came."""
    mine = and_(operation.c.organisation == organisation, operation.c.ssin.in_(select(_apart.c.ssin)))
    count = connection.execute(select(func.count()).where(mine)).scalar_one()
    held = columns.fetch(connection, move.of_ssins(kin).where(line.c.organisation == organisation), LINE)
    due = move.as_columns(lines_due)
    _, rank = np.unique(np.concatenate([packed(held), packed(due)]), return_inverse=True)
    lines = len(held["ssin"])
    stand = Lines(rank[:lines], held["start"], held["stop"])
    wrong = _wrong(stand, Lines(rank[lines:], due["start"], due["stop"]))
    return count, lines, wrong, period_columns.overlapping(stand)


def _wrong(stand: Lines, due: Lines) -> int:
    difference = period_columns.difference(stand, due)
    return len(difference.gone) + len(difference.changed) + len(difference.new)


def set_apart(connection: Connection, kin: Collection[str]) -> None:
    """Let ``asked_of`` leave these SSINs out, until the transaction ends."""
    connection.execute(text("create temporary table if not exists ssin_with_past (ssin bigint) on commit drop"))
    connection.execute(text("truncate pg_temp.ssin_with_past"))
    columns.send(connection, _apart, {"ssin": np.array(sorted(map(int, kin)), dtype=np.int64)})


def asked_of(organisation: str, first: str, last: str | None) -> Select[Any]:
    """The log in the order of the last SSINs: that of a replaced one belongs to its successor."""
    ssin = func.coalesce(replacement.c.last_ssin, operation.c.ssin).label("ssin")
    wanted = ssin, operation.c.dossier_type, operation.c.registers, *_period(operation)
    followed = operation.outerjoin(replacement, replacement.c.old_ssin == operation.c.ssin)
    mine = and_(operation.c.organisation == organisation, *_within(ssin, first, last))
    return select(*wanted).select_from(followed).where(mine).order_by(ssin, operation.c.dossier_type, operation.c.id)


def _lines(organisation: str, first: str, last: str | None) -> Select[Any]:
    mine = and_(line.c.organisation == organisation, *_within(line.c.ssin, first, last))
    wanted = line.c.ssin, line.c.dossier_type, *_period(line)
    return select(*wanted).where(mine).order_by(line.c.ssin, line.c.dossier_type, line.c.start)


def _within(ssin: ColumnElement[Any], first: str, last: str | None) -> list[ColumnElement[bool]]:
    bounds = [ssin >= literal(first, SSIN), ssin.not_in(select(_apart.c.ssin))]
    return bounds if last is None else [*bounds, ssin < literal(last, SSIN)]


def _period(table: Table) -> tuple[ColumnElement[int], ColumnElement[int]]:
    return ordinal(table.c.start).label("start"), ordinal(table.c.stop).label("stop")
