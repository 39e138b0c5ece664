"""Applies a file's records to its organisation's lines: laws 1 to 3, on columns, key range by key range.

The records are those that are staged and that ``judged`` lets be (made by the flow's rules). Per range the lines of the
touched keys are read once, folded by ``period_columns``, and only the difference is written. A record costs one row
out, one index look-up for its key, and what the difference writes, whatever the register holds beside; memory is
bounded by the range.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Select,
    Table,
    and_,
    func,
    select,
    text,
    type_coerce,
)

from raas_batch import ahead, codes, period_columns
from raas_batch.period_columns import Lines, Operations
from raas_batch.progress import step
from raas_batch.store import aside, columns, difference, digests, judged, temporary
from raas_batch.store.columns import Columns
from raas_batch.store.days import ordinal
from raas_batch.store.difference import Change, Owners
from raas_batch.store.keys import Packed, order, packed, unpacked
from raas_batch.store.organisations import is_own_type
from raas_batch.store.ranges import Range, ranges
from raas_batch.store.tables import dossier_type, line, staged_record
from raas_batch.store.types import SSIN

_temporary = MetaData()

_nothing_there = Table("nothing_there", _temporary, Column("position", Integer))
_touched = Table("touched", _temporary, Column("ssin", SSIN), Column("dossier_type", Integer))

_LYING_TOGETHER = 100_000
"""Records that are read at a time as they lie."""
_THINNED = 16
"""One record in so many tells where the ranges begin, unless these are small."""


class Applied(NamedTuple):
    """Lines that the organisation held before, and how many of them lost every day."""

    lines_before: int
    lines_removed: int


class Work(NamedTuple):
    """Whose file is applied, how many records it has, and about how many of them are at work at a time.

    ``tell`` is told the touched keys of each range, and their lines as they now are; from another thread.
    """

    organisation: str
    file_id: int
    records: int
    records_per_range: int
    tell: Callable[[Packed, Lines], None]


class _Read(NamedTuple):
    """A range's records, the place of their keys among these, the keys in order, and the lines of these."""

    records: Columns
    rank: Packed
    keys: Packed
    held: Columns


class _Folded(NamedTuple):
    """What a range's records do: to the lines, how many of these lose every day; who found nothing to unregister."""

    change: Change
    lines_removed: int
    found_nothing: npt.NDArray[np.int32]


def apply(connection: Connection, work: Work) -> Applied:
    """Carry out the records of the file that are OK."""
    lines_before = sum(digest.lines for digest in digests.held(connection, work.organisation).values())
    temporary.make_empty(connection, _nothing_there)
    parts = _parts(connection, work)
    folded = partial(_folded, difference.owners(connection), work.tell)
    removed = 0
    with step(f"merge file {work.file_id}, ranges of SSINs", len(parts)) as advance:
        for found in ahead.worked(_read(connection, work, parts), folded):
            columns.send(connection, _nothing_there, {"position": found.found_nothing})
            difference.write(connection, found.change)
            removed += found.lines_removed
            advance(1)
    judged.warn(connection, select(_nothing_there.c.position), codes.NOTHING_TO_UNREGISTER)  # law 3
    return Applied(lines_before, removed)


def _parts(connection: Connection, work: Work) -> list[Range]:
    """Ranges of about so many records, cut by some of them, drawn: a file may have a rhythm.

    By the SSINs as sent: where a range begins is no more than a matter of size, and few are refused or replaced.
    """
    record, one_in = staged_record.c, min(_THINNED, max(work.records_per_range // 100, 1))
    some = select(record.ssin).where(record.file_id == work.file_id, func.hashint4(record.position) % one_in == 0)
    return ranges(connection, some, work.records_per_range // one_in)


def _read(connection: Connection, work: Work, parts: Sequence[Range]) -> Iterator[_Read]:
    """Range by range its accepted records, their keys, and the lines that these hold."""
    temporary.make_empty(connection, _touched)
    for records in aside.by_range(_accepted(connection, work), parts):
        connection.execute(text("truncate pg_temp.touched"))
        keys, rank = np.unique(packed(records), return_inverse=True)
        ssin, kind = unpacked(keys)
        columns.send(connection, _touched, {"ssin": ssin, "dossier_type": kind.astype(np.int32)})
        temporary.analyze(connection, _touched.name)
        held = columns.fetch(connection, _held(work.organisation, ssin[0], ssin[-1]), ("i8", "i4", "i4", "i4"))
        yield _Read(records, rank, keys, held)


def _folded(owners: Owners, tell: Callable[[Packed, Lines], None], read: _Read) -> _Folded:
    records, rank, keys, held = read
    turn = order(rank, records["position"])
    asked = Operations(rank[turn], *(records[name][turn] for name in ("registers", "start", "stop")))
    held_rank = np.searchsorted(keys, packed(held))
    held_place = order(held_rank, held["start"])
    before = Lines(held_rank[held_place], held["start"][held_place], held["stop"][held_place])
    after, found = period_columns.fold(before, asked)
    tell(keys, after)
    removed = period_columns.without_a_day_left(before, after)
    return _Folded(difference.change(owners, keys, before, after), removed, records["position"][turn][~found])


def _accepted(connection: Connection, work: Work) -> Iterator[Columns]:
    """The accepted records as they lie, some at a time: their last SSIN, the number of their dossier type, and more."""
    for first in range(0, work.records, _LYING_TOGETHER):
        some = _accepted_within(work, first, first + _LYING_TOGETHER)
        yield columns.fetch(connection, some, ("i8", "i4", "i4", "b1", "i4", "i4"))


def _accepted_within(work: Work, first: int, last: int) -> Select[Any]:
    """Those at these positions, which are said of both tables: each has them as its key."""
    record, verdict, kind = staged_record.c, judged.judged.c, dossier_type.c.id.label("dossier_type")
    ssin = func.coalesce(verdict.replaced_by, record.ssin).label("ssin")
    own_verdict = and_(verdict.position == record.position, verdict.position >= first, verdict.position < last)
    judged_each = staged_record.outerjoin(judged.judged, own_verdict)
    of_own_type = judged_each.join(dossier_type, is_own_type(work.organisation, record.dossier_type))
    return (
        select(ssin, kind, record.position, record.registers, *_period(staged_record))
        .select_from(of_own_type)
        .where(record.file_id == work.file_id, record.position >= first, record.position < last, judged.is_ok)
    )


def _held(organisation: str, first: int, last: int) -> Select[Any]:
    """The lines of the touched keys; their SSINs are bounded too, so that no more of the organisation is read."""
    ssin = type_coerce(line.c.ssin, BigInteger)
    mine = line.c.organisation == organisation, ssin.between(int(first), int(last))
    touched = and_(line.c.ssin == _touched.c.ssin, line.c.dossier_type == _touched.c.dossier_type)
    return select(line.c.ssin, line.c.dossier_type, *_period(line)).join(_touched, touched).where(*mine)


def _period(table: Table) -> tuple[ColumnElement[int], ColumnElement[int]]:
    return ordinal(table.c.start).label("start"), ordinal(table.c.stop).label("stop")
