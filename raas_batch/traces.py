"""Lines with what made them: the algebra of ``periods`` once more, where every line remembers who changed it.

A cause is a record or a replacement, by its number in the log. A record makes a line when it adds a day to it, when it
cuts it, and when lines become one by it; a replacement makes the lines that it moves. What changes nothing, such as a
period that a line holds already, is no cause; nor is what made days that are taken away as a whole line.

>>> from datetime import date
>>> year, march = Period(date(2024, 1, 1), date(2025, 1, 1)), Period(date(2024, 3, 1), date(2024, 4, 1))
>>> lines: list[Traced] = []
>>> add(lines, year, Cause(1)), add(lines, march, Cause(2)), remove(lines, march, 3)
(None, None, True)
>>> [(str(line.period), line.cause.numbers()) for line in lines]
[('2024-01-01..2024-02-29', [1, 3]), ('2024-04-01..2024-12-31', [1, 3])]
"""

from dataclasses import dataclass
from datetime import date

from raas_batch.periods import Period, cut, touched


@dataclass(frozen=True, slots=True, eq=False)
class Cause:
    """The last that changed a line, and what made the lines that it was changed from.

    Nothing is copied: a line that a thousand records lengthened has a chain of a thousand causes.
    """

    number: int
    before: tuple["Cause", ...] = ()

    def numbers(self) -> list[int]:
        """The numbers of all causes, in ascending order, each once."""
        found: set[int] = set()
        seen: set[int] = set()
        waiting = [self]
        while waiting:
            cause = waiting.pop()
            if id(cause) not in seen:
                seen.add(id(cause))
                found.add(cause.number)
                waiting.extend(cause.before)
        return sorted(found)


@dataclass(frozen=True, slots=True, eq=False)
class Traced:
    """A line, and what made it."""

    period: Period
    cause: Cause

    @property
    def start(self) -> date:
        """The first day of the line."""
        return self.period.start

    @property
    def stop(self) -> date:
        """The first day after the line."""
        return self.period.stop


def add(lines: list[Traced], period: Period, cause: Cause) -> None:
    """Like ``periods.add``."""
    among = touched(lines, period)
    held = lines[among]
    if len(held) == 1 and held[0].period.contains(period):
        return
    for line in held:
        period = period.span(line.period)
    lines[among] = [Traced(period, Cause(cause.number, (*cause.before, *(line.cause for line in held))))]


def remove(lines: list[Traced], gap: Period, number: int) -> bool:
    """Like ``periods.remove``; ``number`` is that of the record that asks for it."""
    among = touched(lines, gap)
    taken = lines[among]
    lines[among] = [Traced(left, Cause(number, (line.cause,))) for line in taken for left in cut([line.period], gap)]
    return bool(taken)
