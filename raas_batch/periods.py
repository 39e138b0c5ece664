"""Algebra of day periods: the only module that knows how days touch.

A period is half-open: ``start`` is its first day, ``stop`` the first day after it.
An open-ended period stops at ``FOREVER``, so no comparison ever meets ``None``.
Files state the end date instead, which is included: ``Period.inclusive`` reads one,
``begin_date`` and ``end_date`` give one back.

Periods that share a day become one line; periods that only meet stay two.

>>> january = Period.inclusive(date(2024, 1, 1), date(2024, 1, 31))
>>> february = Period.inclusive(date(2024, 2, 1), date(2024, 2, 29))
>>> january.meets(february), january.overlaps(february)
(True, False)
>>> [str(period) for period in merge([february, january])]
['2024-01-01..2024-01-31', '2024-02-01..2024-02-29']
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import Protocol, Self

FOREVER = date.max
"""The stop of an open-ended period; 30 December 9999 is therefore the last day a period can hold."""

ONE_DAY = timedelta(days=1)


class EmptyPeriod(ValueError):
    """The period holds no day: it ends before it begins."""

    def __init__(self, begin_date: date, end_date: date) -> None:
        self.begin_date, self.end_date = begin_date, end_date
        super().__init__(
            f"period: found end date {end_date} before begin date {begin_date}; "
            "expected an end date on or after the begin date, or none while the period is open"
        )


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """At least one whole day, from ``start`` up to but without ``stop``; sorts by start, then stop.

    Raises EmptyPeriod when ``stop`` is not after ``start``.
    """

    start: date
    stop: date

    def __post_init__(self) -> None:
        if not self.start < self.stop:
            # No day precedes date.min, so the end date shown never lies before it.
            raise EmptyPeriod(self.start, max(self.stop, date.min + ONE_DAY) - ONE_DAY)

    @classmethod
    def inclusive(cls, begin: date, end: date | None) -> Self:
        """Read a period as a file states it: end date included, none while it is open.

        Senders also write "no end" as 9999-12-31, which is read so.
        Raises EmptyPeriod when the end date lies before the begin date.

        >>> Period.inclusive(date(2024, 1, 1), date(9999, 12, 31)).end_date is None
        True
        """
        return cls(begin, FOREVER if end is None or end == FOREVER else end + ONE_DAY)

    @property
    def begin_date(self) -> date:
        """The first day."""
        return self.start

    @property
    def end_date(self) -> date | None:
        """The last day, included; None while the period is open."""
        return None if self.stop == FOREVER else self.stop - ONE_DAY

    def overlaps(self, other: "Period") -> bool:
        """Whether the two share at least one day."""
        return self.start < other.stop and other.start < self.stop

    def meets(self, other: "Period") -> bool:
        """Whether one begins on the day after the other ends."""
        return self.stop == other.start or other.stop == self.start

    def contains(self, other: "Period") -> bool:
        """Whether every day of the other is a day of this one."""
        return self.start <= other.start and other.stop <= self.stop

    def span(self, other: "Period") -> "Period":
        """Return the smallest period that contains both."""
        return Period(min(self.start, other.start), max(self.stop, other.stop))

    def __str__(self) -> str:
        return f"{self.begin_date}..{self.end_date or ''}"


class Span(Protocol):
    """Whatever has a first day, and a first day after it."""

    @property
    def start(self) -> date:
        """The first day."""

    @property
    def stop(self) -> date:
        """The first day after it."""


ALWAYS = Period(date.min, FOREVER)
"""Every day: what an unregister without a period takes away."""


def merge(periods: Iterable[Period]) -> list[Period]:
    """Return the periods in order, those that share a day made one (law 2 of the register).

    >>> first, second = Period(date(2024, 1, 1), date(2024, 3, 1)), Period(date(2024, 2, 1), FOREVER)
    >>> [str(period) for period in merge([second, first])]
    ['2024-01-01..']
    """
    merged: list[Period] = []
    for period in sorted(periods):
        if merged and period.overlaps(merged[-1]):
            merged[-1] = merged[-1].span(period)
        else:
            merged.append(period)
    return merged


def cut(periods: Iterable[Period], gap: Period) -> list[Period]:
    """Return the periods without the days of the gap; one around it falls in two (law 3).

    >>> year = Period.inclusive(date(2024, 1, 1), date(2024, 12, 31))
    >>> [str(period) for period in cut([year], Period.inclusive(date(2024, 3, 1), date(2024, 3, 31)))]
    ['2024-01-01..2024-02-29', '2024-04-01..2024-12-31']
    """
    left: list[Period] = []
    for period in periods:
        if period.start < min(period.stop, gap.start):
            left.append(Period(period.start, min(period.stop, gap.start)))
        if max(period.start, gap.stop) < period.stop:
            left.append(Period(max(period.start, gap.stop), period.stop))
    return left


@dataclass(frozen=True, slots=True)
class Operation:
    """What one accepted record asks of its key: ``period`` registered, or else unregistered."""

    registers: bool
    period: Period


def fold(operations: Iterable[Operation], held: Iterable[Period] = ()) -> list[Period]:
    """Return the lines of one key after the operations, in file order (law 4), upon the lines held.

    >>> march = Period.inclusive(date(2024, 3, 1), date(2024, 3, 31))
    >>> summer = Period.inclusive(date(2024, 7, 1), None)
    >>> [str(line) for line in fold([Operation(False, ALWAYS), Operation(True, summer)], held=[march])]
    ['2024-07-01..']
    """
    lines = merge(held)
    for operation in operations:
        if operation.registers:
            add(lines, operation.period)
        else:
            remove(lines, operation.period)
    return lines


def add(lines: list[Period], period: Period) -> None:
    """Register the period, in place.

    ``lines`` is sorted and no two share a day. Only the lines that share a day with the period are
    visited, so that a file with all its records on one key does not grow quadratic.
    """
    among = touched(lines, period)
    for line in lines[among]:
        period = period.span(line)
    lines[among] = [period]


def remove(lines: list[Period], gap: Period) -> bool:
    """Unregister the days of the gap, in place; return whether there was one to take.

    ``lines`` as for ``add``.
    """
    among = touched(lines, gap)
    taken = lines[among]
    lines[among] = cut(taken, gap)
    return bool(taken)


_start, _stop = attrgetter("start"), attrgetter("stop")


def touched(lines: Sequence[Span], period: Period) -> slice:
    """Where the lines stand that share a day with the period; ``lines`` as for ``add``.

    As they do not overlap, their stops are sorted too: the others are not visited.
    """
    first = bisect_right(lines, period.start, key=_stop)
    return slice(first, bisect_left(lines, period.stop, first, key=_start))
