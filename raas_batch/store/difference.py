"""Writes what changed of the lines, and nothing else: one delete, one update, one insert per range of keys.

What went and what came is noted for the digests in the same step.

A dossier type is that of one organisation, so that SSIN and dossier type say whose line it is.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    MetaData,
    Table,
    and_,
    delete,
    select,
    text,
    type_coerce,
    update,
)
from sqlalchemy.dialects import postgresql

from raas_batch.digests import Digest
from raas_batch.errors import CountsDoNotAddUp
from raas_batch.period_columns import Lines, difference, overlapping
from raas_batch.store import columns, digests
from raas_batch.store.days import on_the_wire
from raas_batch.store.keys import Packed, unpacked
from raas_batch.store.tables import dossier_type, line

_change = Table("line_change", MetaData(), *(Column(column.name, column.type) for column in line.columns))
_SHAPE = ", ".join(f"{column.name} {column.type.compile(postgresql.dialect())}" for column in _change.columns)  # type: ignore[no-untyped-call]  # SQLAlchemy's dialects have no annotations


class LinesOverlap(AssertionError):
    """The register would hold two lines of one key that share a day; the transaction must not be committed."""


Owners = Mapping[int, int]
"""Whose each dossier type is, by its number."""


class Change(NamedTuple):
    """What must be written of some keys: rows of ``line``; and the digests of all that goes, and of all that comes."""

    keys: Packed
    gone: columns.Columns
    changed: columns.Columns
    new: columns.Columns
    digests_gone: dict[int, Digest]
    digests_come: dict[int, Digest]


def owners(connection: Connection) -> Owners:
    """Whose every dossier type is."""
    organisation = type_coerce(dossier_type.c.organisation, BigInteger).label("organisation")
    return {row.id: row.organisation for row in connection.execute(select(dossier_type.c.id, organisation))}


def change(owners: Owners, keys: Packed, before: Lines, after: Lines) -> Change:
    """What makes the lines of these keys, which stand as ``before``, into ``after``; a key's rank is its place.

    Raises: LinesOverlap.
    """
    if overlapping(after):
        raise LinesOverlap("folding left lines that share a day")
    found = difference(before, after)
    gone, changed, new = (_rows(owners, keys, lines) for lines in (found.gone, found.changed, found.new))
    digests_gone, digests_come = _digests(keys, found.gone, found.was), _digests(keys, found.new, found.changed)
    return Change(keys, gone, changed, new, digests_gone, digests_come)


def write(connection: Connection, change: Change) -> None:
    """Write it. Raises: CountsDoNotAddUp when a line was not there to be changed."""
    if not len(change.keys):
        return
    connection.execute(text(f"create temporary table if not exists line_change ({_SHAPE}) on commit drop"))
    same_line = and_(*(own == _change.c[own.name] for own in line.primary_key), _within(change.keys))
    _carry_out(connection, change.gone, delete(line).where(same_line))
    _carry_out(connection, change.changed, update(line).where(same_line).values(stop=_change.c.stop))
    columns.send(connection, line, change.new)
    digests.note(connection, change.digests_gone, change.digests_come)


def _within(keys: Packed) -> ColumnElement[bool]:
    """Between which SSINs the lines lie: who joins in the order of SSINs else begins with the first one there is."""
    ssin, _ = unpacked(keys[[0, -1]])
    first, last = (f"{each:011d}" for each in ssin.tolist())
    return line.c.ssin.between(first, last)


def _digests(keys: Packed, *parts: Lines) -> dict[int, Digest]:
    ssin, kind = unpacked(keys[np.concatenate([lines.key for lines in parts])])
    start, stop = (np.concatenate([getattr(lines, name) for lines in parts]) for name in ("start", "stop"))
    return digests.of_columns(kind, ssin, start, stop)


def _rows(owners: Owners, keys: Packed, lines: Lines) -> columns.Columns:
    ssin, kind = unpacked(keys[lines.key])
    kinds, place = np.unique(kind, return_inverse=True)
    organisation = np.array([owners[each] for each in kinds.tolist()], dtype=np.int64)[place]
    start, stop = on_the_wire(lines.start), on_the_wire(lines.stop)
    key: columns.Columns = {"organisation": organisation, "ssin": ssin, "dossier_type": kind.astype(np.int32)}
    return key | {"start": start, "stop": stop}


def _carry_out(connection: Connection, rows: columns.Columns, statement: Any) -> None:
    if not len(rows["ssin"]):
        return
    connection.execute(text("truncate pg_temp.line_change"))
    sent = columns.send(connection, _change, rows)
    connection.execute(text("analyze line_change"))
    done = connection.execute(statement, execution_options={"preserve_rowcount": True}).rowcount
    if done != sent:
        raise CountsDoNotAddUp(f"{sent} lines had to change, {done} did")
