"""Writes what changed of the lines, and nothing else: one statement for those that are there, one insert, per range.

What went and what came is noted for the digests in the same step.

A dossier type is that of one organisation, so that SSIN and dossier type say whose line it is.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from sqlalchemy import BigInteger, Column, Connection, MetaData, Table, select, text, type_coerce

from raas_batch.digests import Digest
from raas_batch.errors import CountsDoNotAddUp
from raas_batch.period_columns import Lines, difference, overlapping
from raas_batch.store import columns, digests, knows, temporary
from raas_batch.store.days import on_the_wire
from raas_batch.store.keys import Packed, unpacked
from raas_batch.store.tables import dossier_type, line

_change = Table("line_change", MetaData(), *(Column(column.name, column.type) for column in line.columns))
_SAME_LINE = " and ".join(f"line.{own.name} = line_change.{own.name}" for own in line.primary_key)
_CARRY_OUT = """merge into line using line_change on {same_line} and {within}
    when matched and line_change.stop = line_change.start then delete
    when matched then update set stop = line_change.stop"""


class LinesOverlap(AssertionError):
    """The register would hold two lines of one key that share a day; the transaction must not be committed."""


Owners = Mapping[int, int]
"""Whose each dossier type is, by its number."""


class Change(NamedTuple):
    """What must be written of some keys: rows of ``line``; and the digests of all that goes, and of all that comes.

    ``there`` are those that do not stay as they are: the stop of one that goes is its start. ``met`` are the keys that
    had no line: their organisation may not have known the SSIN.
    """

    there: columns.Columns
    new: columns.Columns
    met: columns.Columns
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
    gone["stop"] = gone["start"]
    there = {name: np.concatenate([gone[name], changed[name]]) for name in gone}
    met = _whose(owners, np.delete(keys, before.key))
    digests_gone, digests_come = _digests(keys, found.gone, found.was), _digests(keys, found.new, found.changed)
    return Change(there, new, met, digests_gone, digests_come)


def write(connection: Connection, change: Change) -> None:
    """Write it. Raises: CountsDoNotAddUp when a line was not there to be changed."""
    if len(change.there["ssin"]):
        _carry_out(connection, change)
    if len(change.new["ssin"]):
        columns.send(connection, line, change.new)
    knows.meet(connection, {name: change.met[name] for name in ("ssin", "organisation")})
    digests.note(connection, change.digests_gone, change.digests_come)


def _carry_out(connection: Connection, change: Change) -> None:
    temporary.make_empty(connection, _change)  # not analysed: that there are few organisations in it misleads
    sent = columns.send(connection, _change, change.there)
    # Whose they may be, and of which SSINs, is said: who joins in their order else begins with the first one there is.
    # And it is spelled: a plan for any bounds would take each to leave next to nothing.
    within = " and ".join(
        f"line.{name} between {change.there[name].min()} and {change.there[name].max()}"
        for name in ("organisation", "ssin")
    )
    done = connection.execute(text(_CARRY_OUT.format(same_line=_SAME_LINE, within=within))).rowcount
    if done != sent:
        raise CountsDoNotAddUp(f"{sent} lines had to change, {done} did")


def _digests(keys: Packed, *parts: Lines) -> dict[int, Digest]:
    ssin, kind = unpacked(keys[np.concatenate([lines.key for lines in parts])])
    start, stop = (np.concatenate([getattr(lines, name) for lines in parts]) for name in ("start", "stop"))
    return digests.of_columns(kind, ssin, start, stop)


def _rows(owners: Owners, keys: Packed, lines: Lines) -> columns.Columns:
    start, stop = on_the_wire(lines.start), on_the_wire(lines.stop)
    return _whose(owners, keys[lines.key]) | {"start": start, "stop": stop}


def _whose(owners: Owners, keys: Packed) -> columns.Columns:
    ssin, kind = unpacked(keys)
    kinds, place = np.unique(kind, return_inverse=True)
    organisation = np.array([owners[each] for each in kinds.tolist()], dtype=np.int64)[place]
    return {"organisation": organisation, "ssin": ssin, "dossier_type": kind.astype(np.int32)}
