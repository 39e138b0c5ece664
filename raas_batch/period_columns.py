"""The period algebra for whole files: the only module that merges and cuts lines as columns.

``periods`` says what one key's lines become; this module computes the same for a million records at once,
and the tests hold the two equal. A key is its rank in the chunk of work, numbered from 0; a day is its
``date.toordinal()``; start is a line's first day and stop, as everywhere, the first day after it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Self

import numpy as np
import numpy.typing as npt

from raas_batch import periods
from raas_batch.periods import FOREVER, Period

Integers = npt.NDArray[np.int64]
Days = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

DAY_BITS = 22
"""The last day, ``date.max``, is 3 652 059: a key and a day share one integer that sorts by key, then day."""

MOST_ROUNDS = 32
"""A key that asks for more goes record by record, so that a hostile one does not buy itself a million rounds."""


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Lines of many keys, sorted by key and start; as long as no two of one key overlap, (key, start) is unique.

    Raises ValueError when they are not sorted, a line holds no day, or one outside the calendar.
    """

    key: Integers
    start: Days
    stop: Days

    def __post_init__(self) -> None:
        _refuse_unless("sorted by key and start", _ascends(_pack(self.key, self.start)))
        _refuse_unless_days(self.start, self.stop)

    def __len__(self) -> int:
        return len(self.key)

    def where(self, chosen: Flags) -> "Lines":
        """Return the lines flagged, in the same order."""
        return Lines(self.key[chosen], self.start[chosen], self.stop[chosen])


@dataclass(frozen=True, slots=True, eq=False)
class Operations:
    """What the accepted records ask: sorted by key, and within a key in file order.

    ``registers`` is False for an unregister; one without a period runs over ``periods.ALWAYS``.
    Raises ValueError like ``Lines``.
    """

    key: Integers
    registers: Flags
    start: Days
    stop: Days

    def __post_init__(self) -> None:
        _refuse_unless("sorted by key", _ascends(self.key))
        _refuse_unless_days(self.start, self.stop)

    def __len__(self) -> int:
        return len(self.key)


@dataclass(frozen=True, slots=True)
class Difference:
    """The least to write: the register's primary key is (key, start), so only a stop can change in place."""

    gone: Lines
    """As they stood: no line of the key begins on that day any more."""
    changed: Lines
    """As they now stand: the same key and start as before, another stop."""
    was: Lines
    """The changed ones as they stood."""
    new: Lines
    """No line of the key began on that day."""


def fold(held: Lines, operations: Operations) -> tuple[Lines, Flags]:
    """Return all lines after the operations, and for each operation whether it found what it speaks of.

    A register always does; an unregister when it takes at least one day away, given all that precedes it
    in its key. Lines of keys without operations are in the result as they were.
    """
    number = _round_numbers(operations)
    rounds = _rounds_per_key(operations, number, keys=1 + _highest(held.key, operations.key))
    hot = rounds > MOST_ROUNDS
    lines, asked, registers = _Spans.of(held), _Spans.of(operations), operations.registers
    found, done = registers.copy(), []
    if hot.any():
        alone, calls = hot[held.key], np.flatnonzero(hot[operations.key])
        folded, found[calls] = _record_by_record(lines.at(alone), asked.at(calls), registers[calls])
        done.append(folded)
        lines, number[calls] = lines.at(~alone), MOST_ROUNDS
    for turn, calls in enumerate(_calls_by_round(number)):
        goes_on = rounds[lines.key] > turn
        done.append(lines.at(~goes_on))
        lines, found[calls] = _round(lines.at(goes_on), asked.at(calls), registers[calls], keys=len(rounds))
    return _Spans.joined([*done, lines]).lines(), found


def difference(before: Lines, after: Lines) -> Difference:
    """Return what must be written to make ``before`` into ``after``; lines in both are in no part of it."""
    old, new = _Spans.of(before), _Spans.of(after)
    place = np.searchsorted(new.start, old.start)
    stays = np.append(new.start, -1)[place] == old.start
    known = np.zeros(len(after), dtype=np.bool_)
    known[place[stays]] = True
    changed = np.zeros(len(after), dtype=np.bool_)
    changed[place[stays]] = new.stop[place[stays]] != old.stop[stays]
    moved = stays.copy()
    moved[stays] = new.stop[place[stays]] != old.stop[stays]
    return Difference(before.where(~stays), after.where(changed), before.where(moved), after.where(~known))


def without_a_day_left(before: Lines, after: Lines) -> int:
    """Count the lines of ``before`` of which no day is left; one absorbed in a longer line has all of its days.

    No two lines of one key in ``after`` overlap.
    """
    old, new = _Spans.of(before), _Spans.of(after)
    # Stops ascend as starts do: if any line shares a day, the last to begin before the old one stops does.
    begun = np.searchsorted(new.start, old.stop)
    latest_stop = np.append(-1, new.stop)[begun]
    return int(np.count_nonzero(latest_stop <= old.start))


def overlapping(lines: Lines) -> int:
    """Count the neighbouring lines of one key that share a day; a sound register has none."""
    spans = _Spans.of(lines)
    return int(np.count_nonzero(spans.start[1:] < spans.stop[:-1]))


@dataclass(frozen=True, slots=True, eq=False)
class _Spans:
    """Starts and stops with their key in the high bits: what lies in two keys can never overlap."""

    start: Integers
    stop: Integers

    @classmethod
    def of(cls, columns: Lines | Operations) -> Self:
        return cls(_pack(columns.key, columns.start), _pack(columns.key, columns.stop))

    @classmethod
    def joined(cls, parts: "list[_Spans]") -> Self:
        return cls(np.concatenate([p.start for p in parts]), np.concatenate([p.stop for p in parts]))

    @property
    def key(self) -> Integers:
        return self.start >> DAY_BITS

    def at(self, which: Flags | npt.NDArray[np.intp]) -> "_Spans":
        return _Spans(self.start[which], self.stop[which])

    def lines(self) -> Lines:
        ordered = self.at(np.argsort(self.start))
        return Lines(ordered.key, _day(ordered.start), _day(ordered.stop))


def _round_numbers(operations: Operations) -> Integers:
    """Number, from 0 in each key, the rounds in which its operations can be applied together.

    Registers in a row are one round, as their order does not matter; every unregister is one by itself.
    """
    first_of_key = np.append(True, operations.key[1:] != operations.key[:-1])[: len(operations)]
    alone = ~operations.registers
    begins = first_of_key | alone
    begins[1:] |= alone[:-1]
    total: Integers = np.cumsum(begins)
    at_first_of_key: Integers = total[first_of_key][np.cumsum(first_of_key) - 1]
    return total - at_first_of_key


def _rounds_per_key(operations: Operations, number: Integers, keys: int) -> Integers:
    rounds = np.zeros(keys, dtype=np.int64)
    np.maximum.at(rounds, operations.key, number + 1)
    return rounds


def _calls_by_round(number: Integers) -> Iterator[npt.NDArray[np.intp]]:
    """Yield for each round where its operations are, by key; number MOST_ROUNDS is in no round."""
    order = np.argsort(number.astype(np.int8), kind="stable")
    bounds = np.searchsorted(number[order], np.arange(min(_highest(number) + 1, MOST_ROUNDS) + 1))
    for low, high in pairwise(bounds):
        yield order[low:high]


def _round(lines: _Spans, asked: _Spans, registers: Flags, keys: int) -> tuple[_Spans, Flags]:
    """Apply one round to the lines of its keys: each key either registers, or has exactly one gap cut."""
    gap_of_key = np.full(keys, -1, dtype=np.int64)
    gap_of_key[asked.key[~registers]] = np.flatnonzero(~registers)
    gap = gap_of_key[lines.key]
    cuts = gap >= 0
    left, taken = _cut(lines.at(cuts), asked.at(gap[cuts]))
    found = registers.copy()
    found[gap[cuts][taken]] = True
    return _Spans.joined([_merge(_Spans.joined([lines.at(~cuts), asked.at(registers)])), left]), found


def _merge(spans: _Spans) -> _Spans:
    """Like ``periods.merge``, over all keys: a line begins where all before it have stopped."""
    if not len(spans.start):
        return spans
    ordered = spans.at(np.argsort(spans.start))
    latest_stop = np.maximum.accumulate(ordered.stop)
    begins = np.append(True, ordered.start[1:] >= latest_stop[:-1])
    return _Spans(ordered.start[begins], latest_stop[np.append(begins[1:], True)])


def _cut(spans: _Spans, gaps: _Spans) -> tuple[_Spans, Flags]:
    """Like ``periods.cut``, each span with the gap beside it; also say which spans lose a day."""
    before = np.minimum(spans.stop, gaps.start)
    after = np.maximum(spans.start, gaps.stop)
    pieces = [_Spans(spans.start, before), _Spans(after, spans.stop)]
    left = _Spans.joined([piece.at(piece.start < piece.stop) for piece in pieces])
    return left, (spans.start < gaps.stop) & (gaps.start < spans.stop)


def _record_by_record(lines: _Spans, asked: _Spans, registers: Flags) -> tuple[_Spans, Flags]:
    """Fold the keys with too many rounds by ``periods.add`` and ``periods.remove``."""
    held: dict[int, list[Period]] = {key: [] for key in np.unique(asked.key).tolist()}
    for key, line in _as_periods(lines):
        held[key].append(line)
    found = registers.copy()
    for place, (key, period) in enumerate(_as_periods(asked)):
        if registers[place]:
            periods.add(held[key], period)
        else:
            found[place] = periods.remove(held[key], period)
    return _as_spans(held), found


def _as_periods(spans: _Spans) -> Iterator[tuple[int, Period]]:
    columns = (spans.key.tolist(), _day(spans.start).tolist(), _day(spans.stop).tolist())
    for key, start, stop in zip(*columns, strict=True):
        yield key, Period(date.fromordinal(start), date.fromordinal(stop))


def _as_spans(lines_of_key: dict[int, list[Period]]) -> _Spans:
    pairs = [(key, line) for key, lines in lines_of_key.items() for line in lines]
    rows = [(key, line.start.toordinal(), line.stop.toordinal()) for key, line in pairs]
    key, start, stop = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return _Spans(_pack(key, start), _pack(key, stop))


def _pack(key: Integers, day: Integers | Days) -> Integers:
    return (key.astype(np.int64, copy=False) << DAY_BITS) + day


def _day(packed: Integers) -> Days:
    return (packed & ((1 << DAY_BITS) - 1)).astype(np.int32)


def _highest(*columns: Integers) -> int:
    return max(int(column.max(initial=-1)) for column in columns)


def _ascends(column: Integers) -> Flags:
    return column[:-1] <= column[1:]


def _refuse_unless_days(start: Days, stop: Days) -> None:
    """A day outside the calendar would spill into the bits of the key."""
    last = FOREVER.toordinal()
    _refuse_unless("1 <= start < stop <= FOREVER", (start >= 1) & (start < stop) & (stop <= last))


def _refuse_unless(expected: str, holds: Flags) -> None:
    if not holds.all():
        row = int(np.argmin(holds))
        raise ValueError(f"columns of periods: found an exception at row {row}; expected {expected}")
