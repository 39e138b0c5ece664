"""Folds what was asked and what replaced what, in the order in which it came: the lines of SSINs with a past.

A replacement moves all lines of the old number to the end of its chain and merges them there; what is asked of the
old number afterwards is asked of the new one. Revoking a replacement is folding without it, so the lines are those
that would stand had it never come (law 7), later records included.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from raas_batch.periods import Period, add, remove

Key = tuple[str, int]
"""SSIN and the number of a dossier type, which is that of one organisation."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An accepted record, with the SSIN it was sent with."""

    ssin: str
    dossier_type: int
    registers: bool
    period: Period


@dataclass(frozen=True, slots=True)
class Replaced:
    """A replacement that stands."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class History:
    """What came of it: the lines per key, without those that have none, and which SSIN replaced which."""

    lines: dict[Key, list[Period]]
    successor: Mapping[str, str]

    def last(self, ssin: str) -> str:
        """The SSIN at the end of this one's chain."""
        return _last(ssin, self.successor)


def fold(steps: Iterable[Asked | Replaced], known: Mapping[str, str]) -> History:
    """Fold the steps in the order given; ``known``: replacements from before any record.

    >>> from datetime import date
    >>> january = Period.inclusive(date(2024, 1, 1), date(2024, 1, 31))
    >>> history = fold([Asked("a", 1, True, january), Replaced("a", "b")], {})
    >>> {ssin: str(period) for (ssin, _), [period] in history.lines.items()}
    {'b': '2024-01-01..2024-01-31'}
    """
    successor = dict(known)
    lines: dict[str, dict[int, list[Period]]] = {}
    for step in steps:
        if isinstance(step, Replaced):
            successor[step.old] = step.new
            _move(lines, step.old, _last(step.old, successor))
            continue
        held = lines.setdefault(_last(step.ssin, successor), {}).setdefault(step.dossier_type, [])
        if step.registers:
            add(held, step.period)
        else:
            remove(held, step.period)
    left = {(ssin, kind): held for ssin, kinds in lines.items() for kind, held in kinds.items() if held}
    return History(left, successor)


def _move(lines: dict[str, dict[int, list[Period]]], old: str, new: str) -> None:
    target = lines.setdefault(new, {})
    for kind, moved in lines.pop(old, {}).items():
        held = target.setdefault(kind, [])
        for period in moved:
            add(held, period)


def _last(ssin: str, successor: Mapping[str, str]) -> str:
    while ssin in successor:
        ssin = successor[ssin]
    return ssin
