"""Brings the lines where replaced and revoked SSINs lead, in every register at once: law 7.

Replacements alone are one merge on columns of the lines concerned. Where something was revoked, the lines of all SSINs
tied together are folded anew from the operation log, so that they stand as if the event had never come.
"""

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any

import numpy as np
from sqlalchemy import Column, Connection, FromClause, MetaData, Select, Table, func, select, union

from raas_batch import ahead
from raas_batch.histories import Key
from raas_batch.period_columns import Lines, Operations, fold
from raas_batch.periods import Period
from raas_batch.progress import step
from raas_batch.store import beforehand, chains, columns, difference, events, knows, past, temporary
from raas_batch.store.days import ordinal
from raas_batch.store.keys import packed
from raas_batch.store.ranges import Range, place, ranges
from raas_batch.store.tables import line, replacement
from raas_batch.store.types import SSIN

_moving = Table("moving", MetaData(), Column("ssin", SSIN), Column("last", SSIN))
_TOGETHER = 10_000
"""SSINs of a range: each may have lines with every organisation."""


def follow(connection: Connection, file_id: int) -> None:
    """Let the lines follow what the accepted events of this file, already recorded, say."""
    revoked = events.revoked_replacements(connection, file_id)
    if revoked:
        _fold_anew(connection, chains.kin(connection, revoked))
        _move(connection, file_id, knows.lines, line.c)
    else:
        _move(connection, file_id, beforehand.held, beforehand.held.c)  # looked up already, and nothing moved since


def _move(connection: Connection, file_id: int, lines: FromClause, own: Any) -> None:
    """Merge the lines of replaced SSINs into those of their last one; all that have one last one are in one range.

    ``lines`` has, in its columns ``own``, those of the SSINs concerned, as they stand.
    """
    temporary.make(connection, _moving.name, _concerned(file_id))
    parts = ranges(connection, select(_moving.c["last"].label("ssin")), _TOGETHER)
    owners = difference.owners(connection)
    concerned = _moving_lines(parts, lines, own)
    with step(f"move lines of file {file_id}, ranges of SSINs", len(parts)) as advance:
        held = columns.groups(connection, concerned, ("i8", "i4", "i4", "i4", "i8"), by="part")
        for change in ahead.worked(held, partial(_moved, owners)):
            difference.write(connection, change)
            advance(1)


def _moved(owners: difference.Owners, held: columns.Columns) -> difference.Change:
    order = np.lexsort((held["start"], packed(held)))
    held = {name: values[order] for name, values in held.items()}
    at = packed(held)
    target = packed({"ssin": held["last"], "dossier_type": held["dossier_type"]})
    keys, rank = np.unique(np.concatenate([at, target]), return_inverse=True)
    at_rank, target_rank = rank[: len(at)], rank[len(at) :]
    before, moves = Lines(at_rank, held["start"], held["stop"]), at_rank != target_rank
    order = np.argsort(target_rank[moves], kind="stable")
    registered = (
        values[moves][order] for values in (target_rank, np.ones(len(at), np.bool_), before.start, before.stop)
    )
    after, _ = fold(before.where(~moves), Operations(*registered))
    return difference.change(owners, keys, before, after)


def _concerned(file_id: int) -> Select[Any]:
    """The SSINs that the file touched and their last ones, each with its last one."""
    touched = events.touched_ssins(file_id).subquery()
    ends = select(replacement.c.last_ssin).join(touched, touched.c.ssin == replacement.c.old_ssin)
    ssins = union(select(touched.c.ssin), ends).subquery()
    last = func.coalesce(replacement.c.last_ssin, ssins.c.ssin).label("last")
    followed = ssins.outerjoin(replacement, replacement.c.old_ssin == ssins.c.ssin)
    return select(ssins.c.ssin, last).select_from(followed)


def _moving_lines(parts: Sequence[Range], lines: FromClause, own: Any) -> Select[Any]:
    """Those of them that move, or stand where others move to, each with the last SSIN and the place of its range."""
    last = _moving.c["last"]
    concerned = lines.join(_moving, _moving.c.ssin == own.ssin)
    return select(*_columns(own), last, place(parts, last).label("part")).select_from(concerned)


def _fold_anew(connection: Connection, kin: Collection[str]) -> None:
    held = columns.fetch(connection, of_ssins(kin), ("i8", "i4", "i4", "i4"))
    due = as_columns(past.known(connection, kin).lines)
    keys, rank = np.unique(np.concatenate([packed(held), packed(due)]), return_inverse=True)
    count = len(held["ssin"])
    before = Lines(rank[:count], held["start"], held["stop"])
    after = Lines(rank[count:], due["start"], due["stop"])
    difference.write(connection, difference.change(difference.owners(connection), keys, before, after))


def of_ssins(kin: Collection[str]) -> Select[Any]:
    """The lines of these SSINs, of every organisation."""
    statement = select(*_columns(line.c)).select_from(knows.lines).where(knows.ssin == chains.among(kin))
    return statement.order_by(line.c.ssin, line.c.dossier_type, line.c.start)


def as_columns(lines: dict[Key, list[Period]]) -> columns.Columns:
    """Folded lines as the columns in which the register's own are fetched, sorted alike."""
    rows = sorted((int(ssin), kind, period) for (ssin, kind), held in lines.items() for period in held)
    return {
        "ssin": np.array([ssin for ssin, _, _ in rows], dtype=np.int64),
        "dossier_type": np.array([kind for _, kind, _ in rows], dtype=np.int32),
        "start": np.array([period.start.toordinal() for _, _, period in rows], dtype=np.int32),
        "stop": np.array([period.stop.toordinal() for _, _, period in rows], dtype=np.int32),
    }


def _columns(own: Any) -> tuple[Any, ...]:
    return own.ssin, own.dossier_type, ordinal(own.start).label("start"), ordinal(own.stop).label("stop")
