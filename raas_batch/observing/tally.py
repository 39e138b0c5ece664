"""Counts all files that ever came without reading them all each time: what has ended is counted once.

The database keeps no totals: every station would have to wait for the row of its own.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from raas_batch.states import State
from raas_batch.store import figures

Kind = tuple[str | None, str]
"""A flow, or none, and a state."""


class Totals(NamedTuple):
    """Files of every kind, their records that are OK and not, and their bytes."""

    files: Counter[Kind]
    ok: Counter[str | None]
    nok: Counter[str | None]
    size: int


class Tally:
    """Sums over all files; those up to an id below which nothing changes any more are remembered.

    A file that has ended stays as it is. One that is entered may be seen later than files with higher ids: an id is
    final once every transaction that ran when it was given has ended. It must not outlive a change of the database.
    """

    def __init__(self) -> None:
        self._final = _nothing()
        self._upto = 0
        self._next: tuple[int, int] | None = None

    def totals(self, connection: Connection) -> Totals:
        """All files as this snapshot shows them: the transaction must be REPEATABLE READ."""
        self._remember(connection)
        return _plus(self._final, figures.sums(connection, self._upto))

    def _remember(self, connection: Connection) -> None:
        border = figures.border(connection)
        last_id = border.last_id or 0
        if self._next is not None and border.oldest_transaction >= self._next[1]:
            final = min(self._next[0], last_id if border.open_id is None else border.open_id - 1)
            if final > self._upto:
                self._final = _plus(self._final, figures.sums(connection, self._upto, final))
                self._upto = final
            self._next = None
        if self._next is None:
            self._next = last_id, border.next_transaction


def _nothing() -> Totals:
    return Totals(Counter(), Counter(), Counter(), 0)


def _plus(totals: Totals, rows: Iterable[Row[Any]]) -> Totals:
    files, ok, nok, size = Counter(totals.files), Counter(totals.ok), Counter(totals.nok), totals.size
    for row in rows:
        files[row.flow, State(row.state)] += row.files
        ok[row.flow] += row.ok
        nok[row.flow] += row.nok
        size += row.size
    return Totals(files, ok, nok, size)
