"""The lines that an organisation holds, as they are now or were known then, by ranges of SSINs: read, never changed.

Lines of then stand under the SSINs of now: those of a number that was replaced since are shown with its last one.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from sqlalchemy import ColumnElement, Connection, Select, and_, func, select, true, union_all

from raas_batch import period_columns
from raas_batch.histories import Key
from raas_batch.period_columns import Lines, Operations
from raas_batch.periods import Period, merge
from raas_batch.store import chains, columns, move, past, verify
from raas_batch.store.columns import Columns
from raas_batch.store.days import ordinal
from raas_batch.store.keys import packed, unpacked
from raas_batch.store.past import AsOf
from raas_batch.store.ranges import Range
from raas_batch.store.tables import line, operation, replacement


class Source(Protocol):
    """Where held lines come from."""

    def ssins(self) -> Select[Any]:
        """The SSINs, as often as reading them costs: what ranges are measured by."""

    def lines(self, connection: Connection, within: Range) -> Columns:
        """``ssin``, ``dossier_type``, ``start`` and ``stop`` of the lines in a range, days as ordinals."""


@dataclass(frozen=True)
class Now:
    """The lines as they are: of some dossier types (None: of all), and of the keys in a query."""

    organisation: str
    kinds: Collection[int] | None
    keys: Select[Any]

    def ssins(self) -> Select[Any]:
        """Those of the lines of the dossier types; the keys are counted by who asks for them."""
        return select(line.c.ssin).where(self._own, self._of_kinds)

    def lines(self, connection: Connection, within: Range) -> Columns:
        """Of the dossier types all, of the others those of the keys."""
        mine = and_(self._own, within.holds(line.c.ssin))
        wanted = line.c.ssin, line.c.dossier_type, *_period()
        if self.kinds is None:
            return columns.fetch(connection, select(*wanted).where(mine), verify.LINE)
        keys = self.keys.subquery("keys")
        same = and_(line.c.ssin == keys.c.ssin, line.c.dossier_type == keys.c.dossier_type)
        of_keys = select(*wanted).join(keys, same).where(mine, ~self._of_kinds)
        both = union_all(select(*wanted).where(mine, self._of_kinds), of_keys).subquery()
        return columns.fetch(connection, select(both), verify.LINE)

    @property
    def _own(self) -> ColumnElement[bool]:
        return line.c.organisation == self.organisation

    @property
    def _of_kinds(self) -> ColumnElement[bool]:
        return true() if self.kinds is None else line.c.dossier_type.in_(list(self.kinds))


@dataclass(frozen=True)
class Then:
    """All lines as they were known at a moment, or after a number: what the log had by then, folded anew.

    SSINs that events tie together are folded by their whole past, and stand in memory.
    """

    connection: Connection
    organisation: str
    as_of: AsOf

    def ssins(self) -> Select[Any]:
        """One for every operation of then."""
        wanted = select(self._last_ssin.label("ssin")).select_from(self._followed)
        return wanted.where(operation.c.organisation == self.organisation, past.applied(operation, self.as_of))

    def lines(self, connection: Connection, within: Range) -> Columns:
        """Folded per range, those with a past beside them."""
        with_past = self._with_past
        asked = verify.asked_of(self.organisation, *within).where(past.applied(operation, self.as_of))
        rows = columns.fetch(connection, asked, verify.OPERATION)
        keys, rank = np.unique(packed(rows), return_inverse=True)
        none = Lines(rank[:0], rows["start"][:0], rows["stop"][:0])
        due, _ = period_columns.fold(none, Operations(rank, rows["registers"], rows["start"], rows["stop"]))
        ssin, kind = unpacked(keys[due.key])
        last = np.iinfo(np.int64).max if within.last is None else int(within.last)
        mine = (with_past["ssin"] >= int(within.first)) & (with_past["ssin"] < last)
        folded = {"ssin": ssin, "dossier_type": kind, "start": due.start, "stop": due.stop}
        return {name: np.concatenate([values, with_past[name][mine]]) for name, values in folded.items()}

    @cached_property
    def _with_past(self) -> Columns:
        kin = past.tied_by_events(self.connection)
        verify.set_apart(self.connection, kin)
        history = past.known(self.connection, kin, self.organisation, self.as_of)
        statement = select(replacement.c.old_ssin, replacement.c.last_ssin)
        rows = self.connection.execute(statement.where(replacement.c.old_ssin == chains.among(kin)))
        return move.as_columns(dict(_under_last(history.lines, {row.old_ssin: row.last_ssin for row in rows})))

    @property
    def _last_ssin(self) -> ColumnElement[Any]:
        return func.coalesce(replacement.c.last_ssin, operation.c.ssin)

    @property
    def _followed(self) -> Any:
        return operation.outerjoin(replacement, replacement.c.old_ssin == operation.c.ssin)


def _period() -> tuple[ColumnElement[int], ColumnElement[int]]:
    return ordinal(line.c.start).label("start"), ordinal(line.c.stop).label("stop")


def _under_last(lines: dict[Key, list[Period]], last: dict[str, str]) -> Iterator[tuple[Key, list[Period]]]:
    together: dict[Key, list[Period]] = {}
    for (ssin, kind), periods in lines.items():
        together.setdefault((last.get(ssin, ssin), kind), []).extend(periods)
    for key, periods in together.items():
        yield key, merge(periods)
