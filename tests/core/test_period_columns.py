from collections import defaultdict
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from raas_batch import periods
from raas_batch.period_columns import (
    MOST_ROUNDS,
    Lines,
    Operations,
    difference,
    fold,
    overlapping,
    without_a_day_left,
)
from raas_batch.periods import ALWAYS, FOREVER, Period

Row = tuple[int, int, int]
Call = tuple[int, bool, int, int]

# Four keys and a month of days: small enough that lines really collide, with an open end now and then.
DAY_ZERO = date(2024, 1, 1).toordinal()
LAST_STOP = FOREVER.toordinal()
starts = st.integers(DAY_ZERO, DAY_ZERO + 20)
spans = st.tuples(starts, st.integers(1, 8), st.sampled_from([False] * 7 + [True])).map(
    lambda drawn: (drawn[0], LAST_STOP if drawn[2] else drawn[0] + drawn[1])
)
gaps = spans | st.just((ALWAYS.start.toordinal(), ALWAYS.stop.toordinal()))
keys = st.integers(0, 3)
calls = st.lists(st.tuples(keys, st.just(True), spans) | st.tuples(keys, st.just(False), gaps), max_size=30).map(
    lambda drawn: sorted(((key, does, *span) for key, does, span in drawn), key=lambda call: call[0])
)
sets_of_lines = st.lists(st.tuples(keys, spans), max_size=12).map(
    lambda drawn: merged((key, *span) for key, span in drawn)
)


def merged(rows) -> list[Row]:
    of_key = defaultdict(list)
    for key, start, stop in rows:
        of_key[key].append(period(start, stop))
    return [row for key in sorted(of_key) for row in rows_of(key, periods.merge(of_key[key]))]


def period(start: int, stop: int) -> Period:
    return Period(date.fromordinal(start), date.fromordinal(stop))


def rows_of(key: int, lines: list[Period]) -> list[Row]:
    return [(key, line.start.toordinal(), line.stop.toordinal()) for line in lines]


def as_lines(rows: list[Row]) -> Lines:
    key, start, stop = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return Lines(key, start.astype(np.int32), stop.astype(np.int32))


def as_operations(asked: list[Call]) -> Operations:
    key, registers, start, stop = np.array(asked, dtype=np.int64).reshape(-1, 4).T
    return Operations(key, registers.astype(np.bool_), start.astype(np.int32), stop.astype(np.int32))


def rows(lines: Lines) -> list[Row]:
    return list(zip(lines.key.tolist(), lines.start.tolist(), lines.stop.tolist(), strict=True))


def key_by_key(held: list[Row], asked: list[Call]) -> tuple[list[Row], list[bool]]:
    """The twin: every key by the functions of ``periods``, one operation after the other."""
    of_key, found = defaultdict(list), []
    for key, start, stop in held:
        of_key[key].append(period(start, stop))
    for key, registers, start, stop in asked:
        if registers:
            periods.add(of_key[key], period(start, stop))
        found.append(registers or periods.remove(of_key[key], period(start, stop)))
    return [row for key in sorted(of_key) for row in rows_of(key, of_key[key])], found


def assert_equals_its_twin(held: list[Row], asked: list[Call]) -> None:
    lines, found = fold(as_lines(held), as_operations(asked))
    assert (rows(lines), found.tolist()) == key_by_key(held, asked)


@settings(max_examples=500)
@given(sets_of_lines, calls)
def test_the_columns_equal_the_algebra(held, asked):
    assert_equals_its_twin(held, asked)


@given(sets_of_lines, calls, st.integers(1, 10), st.integers(0, 20))
def test_a_key_with_too_many_rounds_equals_the_algebra_too(held, asked, times, hot):
    hot_calls = [(hot, *call[1:]) for call in asked] * times + [(hot, False, DAY_ZERO, DAY_ZERO + 2)] * MOST_ROUNDS
    others = [call for call in asked if call[0] != hot]
    assert_equals_its_twin(held, sorted(others + hot_calls, key=lambda call: call[0]))


@pytest.mark.parametrize("times", [MOST_ROUNDS, MOST_ROUNDS + 1])
def test_the_last_key_by_rounds_and_the_first_by_record_agree(times):
    takes = [(0, False, DAY_ZERO + 2 * n, DAY_ZERO + 2 * n + 1) for n in range(times)]
    assert_equals_its_twin([(0, DAY_ZERO, LAST_STOP), (1, DAY_ZERO, LAST_STOP)], takes)


def test_the_same_dates_in_two_keys_stay_two_lines():
    asked = [(0, True, DAY_ZERO, LAST_STOP), (1, True, DAY_ZERO, LAST_STOP)]
    lines, _ = fold(as_lines([]), as_operations(asked))
    assert rows(lines) == [(0, DAY_ZERO, LAST_STOP), (1, DAY_ZERO, LAST_STOP)]


def test_nothing_asked_and_nothing_held_is_nothing():
    lines, found = fold(as_lines([]), as_operations([]))
    assert (len(lines), len(found)) == (0, 0)


@given(sets_of_lines, calls)
def test_lines_of_keys_without_operations_stay_as_they_were(held, asked):
    lines, _ = fold(as_lines(held), as_operations([call for call in asked if call[0] < 2]))
    assert [row for row in rows(lines) if row[0] >= 2] == [row for row in held if row[0] >= 2]


@given(sets_of_lines, calls, st.randoms())
def test_the_order_of_registers_in_a_file_does_not_matter(held, asked, random):
    registers = [call for call in asked if call[1]]
    shuffled = sorted(random.sample(registers, len(registers)), key=lambda call: call[0])
    one, other = (fold(as_lines(held), as_operations(each))[0] for each in (registers, shuffled))
    assert rows(one) == rows(other)


@given(sets_of_lines, calls)
def test_fold_leaves_its_columns_unmutated(held, asked):
    lines, operations = as_lines(held), as_operations(asked)
    for column in (
        lines.key,
        lines.start,
        lines.stop,
        *(getattr(operations, n) for n in operations.__slots__),
    ):
        column.flags.writeable = False
    fold(lines, operations)
    assert (rows(lines), len(operations)) == (held, len(asked))


@given(sets_of_lines, calls)
def test_folded_lines_never_overlap(held, asked):
    assert overlapping(fold(as_lines(held), as_operations(asked))[0]) == 0


def test_overlapping_counts_neighbours_that_share_a_day():
    shares, meets, other_key = (
        (0, DAY_ZERO + 4, DAY_ZERO + 9),
        (0, DAY_ZERO + 9, DAY_ZERO + 12),
        (1, DAY_ZERO, LAST_STOP),
    )
    assert overlapping(as_lines([(0, DAY_ZERO, DAY_ZERO + 5), shares, meets, other_key])) == 1


@given(sets_of_lines, sets_of_lines)
def test_the_difference_written_upon_before_gives_after(before, after):
    least = difference(as_lines(before), as_lines(after))
    stop_of = {(key, start): stop for key, start, stop in before}
    for key, start, stop in rows(least.gone):
        assert stop_of.pop((key, start)) == stop
    assert all(stop_of[key, start] != stop for key, start, stop in rows(least.changed))
    assert all((key, start) not in stop_of for key, start, _ in rows(least.new))
    stop_of |= {(key, start): stop for key, start, stop in rows(least.changed) + rows(least.new)}
    assert sorted((*line, stop) for line, stop in stop_of.items()) == after


@given(sets_of_lines)
def test_lines_that_stay_make_no_difference(held):
    least = difference(as_lines(held), as_lines(held))
    assert [len(part) for part in (least.gone, least.changed, least.new)] == [0, 0, 0]


@given(sets_of_lines, sets_of_lines)
def test_a_line_without_a_day_left_shares_none_with_any_line_after(before, after):
    expected = sum(
        not any(key == other and start < its_stop and its_start < stop for other, its_start, its_stop in after)
        for key, start, stop in before
    )
    assert without_a_day_left(as_lines(before), as_lines(after)) == expected


def test_a_line_absorbed_in_a_longer_one_has_all_its_days_left():
    before = [(0, DAY_ZERO, DAY_ZERO + 2), (0, DAY_ZERO + 5, DAY_ZERO + 6), (1, DAY_ZERO, DAY_ZERO + 1)]
    assert without_a_day_left(as_lines(before), as_lines([(0, DAY_ZERO, DAY_ZERO + 9)])) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        [(1, DAY_ZERO, LAST_STOP), (0, DAY_ZERO, LAST_STOP)],
        [(0, DAY_ZERO + 3, LAST_STOP), (0, DAY_ZERO, DAY_ZERO + 1)],
        [(0, DAY_ZERO, DAY_ZERO)],
        [(0, 0, DAY_ZERO)],
        [(0, DAY_ZERO, LAST_STOP + 1)],
    ],
)
def test_lines_out_of_order_or_without_a_day_are_refused(wrong):
    with pytest.raises(ValueError, match="columns of periods: found an exception at row 0; expected"):
        as_lines(wrong)


def test_operations_out_of_key_order_are_refused():
    with pytest.raises(ValueError, match="expected sorted by key"):
        as_operations([(1, True, DAY_ZERO, LAST_STOP), (0, True, DAY_ZERO, LAST_STOP)])
