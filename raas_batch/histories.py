"""Folds what was asked and what replaced what, in the order in which it came: the lines of SSINs with a past.

A replacement moves all lines of the old number to the end of its chain and merges them there; what is asked of the
old number afterwards is asked of the new one. Revoking a replacement is folding without it, so the lines are those
that would stand had it never come (law 7), later records included. Each line knows what made it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from raas_batch.periods import Period
from raas_batch.traces import Cause, Traced, add, remove

Key = tuple[str, int]
"""SSIN and the number of a dossier type, which is that of one organisation."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An accepted record, with the SSIN it was sent with; its number in the log says which one."""

    ssin: str
    dossier_type: int
    registers: bool
    period: Period
    number: int = 0


@dataclass(frozen=True, slots=True)
class Replaced:
    """A replacement that stands; its number in the log says by which event."""

    old: str
    new: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class History:
    """What came of it: the lines per key, without those that have none, and which SSIN replaced which."""

    traced: dict[Key, list[Traced]]
    successor: Mapping[str, str]

    @property
    def lines(self) -> dict[Key, list[Period]]:
        """The lines without what made them."""
        return {key: [line.period for line in held] for key, held in self.traced.items()}

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
    lines: dict[str, dict[int, list[Traced]]] = {}
    for step in steps:
        if isinstance(step, Replaced):
            successor[step.old] = step.new
            _move(lines, step, _last(step.old, successor))
            continue
        held = lines.setdefault(_last(step.ssin, successor), {}).setdefault(step.dossier_type, [])
        if step.registers:
            add(held, step.period, Cause(step.number))
        else:
            remove(held, step.period, step.number)
    left = {(ssin, kind): held for ssin, kinds in lines.items() for kind, held in kinds.items() if held}
    return History(left, successor)


def _move(lines: dict[str, dict[int, list[Traced]]], event: Replaced, new: str) -> None:
    target = lines.setdefault(new, {})
    for kind, moved in lines.pop(event.old, {}).items():
        held = target.setdefault(kind, [])
        for line in moved:
            add(held, line.period, Cause(event.number, (line.cause,)))


def _last(ssin: str, successor: Mapping[str, str]) -> str:
    while ssin in successor:
        ssin = successor[ssin]
    return ssin
