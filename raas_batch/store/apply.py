"""Applies a file's records to its organisation's lines: laws 1 to 3, on columns, key range by key range.

``judged`` holds the records (made by the flow's rules). Per range the lines of the touched keys are read once, folded
by ``period_columns``, and only the difference is written. A record costs one row out, one index look-up for its key,
and what the difference writes, whatever the register holds beside; memory is bounded by the range.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    exists,
    func,
    select,
    text,
    update,
)

from raas_batch import ahead, codes, period_columns
from raas_batch.period_columns import Lines, Operations
from raas_batch.progress import step
from raas_batch.store import columns, difference, digests, operation_log
from raas_batch.store.columns import Columns
from raas_batch.store.days import ordinal
from raas_batch.store.judged import FATAL
from raas_batch.store.keys import Packed, packed
from raas_batch.store.ranges import Range, ranges
from raas_batch.store.tables import line
from raas_batch.store.types import SSIN

_temporary = MetaData()

asked = Table(
    "judged",
    _temporary,
    Column("position", Integer),
    Column("code", Text),
    Column("ssin", SSIN),
    Column("dossier_type", Integer),
    Column("registers", Boolean),
    Column("start", Date),
    Column("stop", Date),
)
"""What a REG file's rules put into ``judged`` for us: the last SSIN, and the number of the dossier type."""

_nothing_there = Table("nothing_there", _temporary, Column("position", Integer))


_THINNED = 16
"""One record in so many tells where the ranges begin, unless these are small."""
_is_ok = asked.c.code.not_in(FATAL)


class Applied(NamedTuple):
    """Lines that the organisation held before, and how many of them lost every day."""

    lines_before: int
    lines_removed: int


Tell = Callable[[Packed, Lines], None]
"""Is told the touched keys of a range, and their lines as they now are; from another thread."""


class Work(NamedTuple):
    """Whose file is applied, about how many of its records at a time, and whether that lasts: no simulation does."""

    organisation: str
    file_id: int
    records_per_range: int
    lasts: bool


def apply(connection: Connection, work: Work, tell: Tell) -> Applied:
    """Carry out the records of ``judged`` that are OK, and write them down in the operation log."""
    organisation = work.organisation
    lines_before = sum(digest.lines for digest in digests.held(connection, organisation).values())
    _make_temporary(connection)
    parts = _parts(connection, work.records_per_range)
    with (
        step(f"merge file {work.file_id}, ranges of SSINs", len(parts)) as advance,
        operation_log.written(connection, organisation, work.file_id, work.lasts) as write_down,
    ):
        removed = 0
        for keys, before, after, found_nothing in ahead.worked(
            _read(connection, organisation, parts, write_down), _folded
        ):
            columns.send(connection, _nothing_there, {"position": found_nothing})
            with ThreadPoolExecutor(max_workers=1) as meanwhile:  # the database works, and here somebody writes
                told = meanwhile.submit(tell, keys, after)
                difference.write(connection, keys, before, after)
            told.result()
            removed += period_columns.without_a_day_left(before, after)
            advance(1)
    _warn_where_nothing_was(connection)
    return Applied(lines_before, removed)


def _parts(connection: Connection, records_per_range: int) -> list[Range]:
    """Ranges of about so many accepted records, cut by some of them, drawn: a file may have a rhythm."""
    one_in = min(_THINNED, max(records_per_range // 100, 1))
    some = select(asked.c.ssin).where(_is_ok, func.hashint4(asked.c.position) % one_in == 0)
    return ranges(connection, some, records_per_range // one_in)


def _make_temporary(connection: Connection) -> None:
    connection.execute(text("create temporary table if not exists nothing_there (position integer) on commit drop"))


def _read(
    connection: Connection, organisation: str, parts: Iterable[Range], write_down: operation_log.Add
) -> Iterator[tuple[Columns, Columns]]:
    """Range by range its accepted records, which are written down, and the lines that its touched keys hold."""
    for part in parts:
        records = columns.fetch(connection, _records(part), ("i8", "i4", "i4", "b1", "i4", "i4"))
        write_down({name: records[name] for name in ("ssin", "dossier_type", "position")})
        yield records, columns.fetch(connection, _held(organisation, part), ("i8", "i4", "i4", "i4"))


def _folded(read: tuple[Columns, Columns]) -> tuple[Packed, Lines, Lines, npt.NDArray[np.int32]]:
    """The touched keys of a range, their lines as they stand and as the records make them; the positions of those
    that found nothing to unregister."""
    records, held = read
    keys, rank = np.unique(packed(records), return_inverse=True)
    order = np.lexsort((records["position"], rank))
    rank, records = rank[order], {name: values[order] for name, values in records.items()}
    operations = Operations(rank, records["registers"], records["start"], records["stop"])
    order = np.lexsort((held["start"], packed(held)))
    held = {name: values[order] for name, values in held.items()}
    before = Lines(np.searchsorted(keys, packed(held)), held["start"], held["stop"])
    after, found = period_columns.fold(before, operations)
    return keys, before, after, records["position"][~found]


def _records(part: Range) -> Select[Any]:
    wanted = (asked.c.ssin, asked.c.dossier_type, asked.c.position, asked.c.registers, *_period(asked))
    return select(*wanted).where(_is_ok, part.holds(asked.c.ssin))


def _held(organisation: str, part: Range) -> Select[Any]:
    """The lines of the touched keys; the range is said of them too, so that no more of the organisation is read."""
    touched = exists().where(*_same_key(asked.c), _is_ok, part.holds(asked.c.ssin))
    mine = line.c.organisation == organisation, part.holds(line.c.ssin)
    return select(line.c.ssin, line.c.dossier_type, *_period(line)).where(*mine, touched)


def _warn_where_nothing_was(connection: Connection) -> None:
    """Law 3: an unregister that found nothing is OK, with a warning."""
    found_nothing = asked.c.position == _nothing_there.c.position
    connection.execute(update(asked).where(found_nothing).values(code=codes.NOTHING_TO_UNREGISTER))


def _same_key(columns_of: Any) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return line.c.ssin == columns_of.ssin, line.c.dossier_type == columns_of.dossier_type


def _period(table: Table) -> tuple[ColumnElement[int], ColumnElement[int]]:
    return ordinal(table.c.start).label("start"), ordinal(table.c.stop).label("stop")
