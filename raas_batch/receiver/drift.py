"""Compares a copy with the digests that vouchers tell: has it the lines of each dossier type that the register has?

A digest is of the lines as they stood after a number. So it is compared when the copy knows all up to that number and
nothing later: the replacements up to it are told by NRP files, which say so by digests of their own; what an answer
tells that is not here is a difference. Of two digests that the copy has of a dossier type the newest is compared.
"""

import sqlite3
from collections import defaultdict
from typing import NamedTuple

from raas_batch import digests
from raas_batch.digests import Digest, Line

_COMPARABLE = """
SELECT told.dossier_type, told.log_number, told.lines, told.sha256, told.name FROM digest AS told
JOIN digest AS moved ON moved.flow = 'NRP' AND moved.dossier_type = told.dossier_type
LEFT JOIN (SELECT dossier_type, max(log_number) AS number FROM dossier GROUP BY dossier_type) AS newest
    ON newest.dossier_type = told.dossier_type
WHERE told.log_number <= moved.log_number AND told.log_number >= coalesce(newest.number, 0)
  AND told.log_number >= (SELECT coalesce(max(log_number), 0) FROM applied_file)
ORDER BY told.dossier_type, told.log_number, told.flow
"""


class Drift(NamedTuple):
    """A dossier type of which the copy has other lines than the voucher of a file says."""

    name: str
    dossier_type: str
    log_number: int
    lines: int
    expected: int

    def __str__(self) -> str:
        had = "as many others" if self.lines == self.expected else f"{self.expected}"
        held = f"the copy has {self.lines} line{'s' * (self.lines != 1)} of {self.dossier_type}"
        return f"{held}, the register had {had} at number {self.log_number}"


class Found(NamedTuple):
    """What drifts, and the names of the files whose digests could be compared."""

    drifts: list[Drift]
    compared: set[str]


class Watch:
    """Follows a copy while files are applied to it; reads its lines anew only when they may have changed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._held: dict[str, Digest] | None = None

    def look(self) -> Found:
        """Compare every digest that can be compared now."""
        comparable = {kind: told for kind, *told in self._connection.execute(_COMPARABLE)}
        drifts = []
        if comparable and self._held is None:
            self._held = of_copy(self._connection)
        for kind, (number, lines, sha256, name) in comparable.items():
            mine = (self._held or {}).get(kind, Digest())
            if mine != Digest.read(lines, sha256):
                drifts.append(Drift(name, kind, number, mine.lines, lines))
        return Found(drifts, {name for *_, name in comparable.values()})

    def changed(self) -> None:
        """Something was applied that may have changed lines."""
        self._held = None


def of_copy(connection: sqlite3.Connection) -> dict[str, Digest]:
    """The digest of the lines of each dossier type in the copy; its lines are read once, in flat memory."""
    found: dict[str, Digest] = defaultdict(Digest)
    rows = connection.execute("SELECT dossier_type, ssin, begin_date, end_date FROM line")
    while together := rows.fetchmany(10_000):
        lines: dict[str, list[Line]] = defaultdict(list)
        for kind, *line in together:
            lines[kind].append((line[0], line[1], line[2]))
        for kind, own in lines.items():
            found[kind] = found[kind].with_(digests.of(own))
    return found
