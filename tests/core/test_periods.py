from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raas_batch.periods import (
    ALWAYS,
    FOREVER,
    EmptyPeriod,
    Operation,
    Period,
    add,
    cut,
    fold,
    merge,
    remove,
)

DAY_ZERO = date(2024, 1, 1)


def day(number: int) -> date:
    return DAY_ZERO + timedelta(number)


# A month of days and spans of up to ten: small enough that periods really collide.
periods = st.builds(
    lambda start, length: Period(day(start), day(start + length)), st.integers(0, 30), st.integers(1, 10)
)
operations = st.lists(st.builds(Operation, st.booleans(), periods), max_size=20)


def days(ps: Iterable[Period]) -> set[date]:
    return {p.start + timedelta(n) for p in ps for n in range((p.stop - p.start).days)}


def fold_op_by_op(held: list[Period], asked: list[Operation]) -> tuple[list[Period], list[bool]]:
    """The laws, read aloud: sets of days, no order, no bisection. A day set cannot see that two lines only meet."""
    lines, found = [days([line]) for line in held], []
    for operation in asked:
        its = days([operation.period])
        found.append(operation.registers or any(line & its for line in lines))
        if operation.registers:
            lines = [line for line in lines if not line & its] + [its.union(*(line for line in lines if line & its))]
        else:
            lines = [run for line in lines for run in runs(line - its)]
    return sorted(Period(min(line), max(line) + timedelta(1)) for line in lines), found


def runs(its: set[date]) -> list[set[date]]:
    found: list[set[date]] = []
    for one in sorted(its):
        if found and one - timedelta(1) in found[-1]:
            found[-1].add(one)
        else:
            found.append({one})
    return found


def test_a_period_without_end_date_is_open():
    period = Period.inclusive(DAY_ZERO, None)
    assert (period.stop, period.begin_date, period.end_date, str(period)) == (
        FOREVER,
        DAY_ZERO,
        None,
        "2024-01-01..",
    )


def test_the_last_day_there_is_means_no_end_date():
    assert Period.inclusive(DAY_ZERO, date(9999, 12, 31)) == Period.inclusive(DAY_ZERO, None)


def test_the_end_date_is_included():
    period = Period.inclusive(DAY_ZERO, DAY_ZERO)
    assert (days([period]), period.end_date, str(period)) == ({DAY_ZERO}, DAY_ZERO, "2024-01-01..2024-01-01")


def test_a_period_that_ends_before_it_begins_is_refused_in_words():
    with pytest.raises(EmptyPeriod) as refusal:
        Period.inclusive(date(2024, 3, 1), date(2024, 2, 1))
    assert str(refusal.value) == (
        "period: found end date 2024-02-01 before begin date 2024-03-01; "
        "expected an end date on or after the begin date, or none while the period is open"
    )


@pytest.mark.parametrize(("start", "stop"), [(DAY_ZERO, DAY_ZERO), (FOREVER, FOREVER), (date.min, date.min)])
def test_a_period_holds_at_least_one_day(start, stop):
    with pytest.raises(EmptyPeriod):
        Period(start, stop)


def test_adjacent_periods_stay_two_lines():
    january, february = Period(day(0), day(31)), Period(day(31), day(60))
    assert fold([Operation(True, february), Operation(True, january)]) == [january, february]


def test_a_cut_out_period_registered_anew_meets_its_neighbours_and_stays_apart():
    year, march = Period(day(0), day(366)), Period(day(60), day(91))
    asked = [Operation(False, march), Operation(True, march)]
    assert fold(asked, held=[year]) == [Period(day(0), day(60)), march, Period(day(91), day(366))]


def test_unregistering_always_leaves_nothing():
    assert fold([Operation(False, ALWAYS)], held=[Period(date.min, day(0)), Period(day(0), FOREVER)]) == []


def test_unregistering_where_nothing_is_finds_nothing():
    lines = [Period(day(0), day(5))]
    assert not remove(lines, Period(day(5), day(9)))
    assert lines == [Period(day(0), day(5))]


@given(periods, periods)
def test_the_relations_of_periods_are_those_of_their_days(one, other):
    assert one.overlaps(other) == bool(days([one]) & days([other]))
    assert one.contains(other) == (days([one]) >= days([other]))
    assert one.meets(other) == (not one.overlaps(other) and len(runs(days([one, other]))) == 1)
    assert one.span(other).contains(one)
    assert one.span(other) == other.span(one)


@given(periods)
def test_a_period_reads_back_what_it_states(period):
    assert Period.inclusive(period.begin_date, period.end_date) == period


@given(st.lists(periods))
def test_merge_keeps_every_day_and_adds_none(ps):
    assert days(merge(ps)) == days(ps)


@given(st.lists(periods))
def test_merged_periods_never_overlap(ps):
    assert all(a.stop <= b.start for a, b in pairwise(merge(ps)))


@given(st.lists(periods), st.randoms())
def test_the_order_of_registers_in_a_file_does_not_matter(ps, random):
    shuffled = ps.copy()
    random.shuffle(shuffled)
    assert merge(shuffled) == merge(ps) == fold(Operation(True, period) for period in shuffled)


@given(st.lists(periods), periods)
def test_cut_removes_the_days_of_the_gap_and_no_other(ps, gap):
    assert days(cut(ps, gap)) == days(ps) - days([gap])


@given(st.lists(periods), operations)
def test_fold_follows_the_laws_op_by_op(held, asked):
    assert fold(asked, held) == fold_op_by_op(merge(held), asked)[0]


@given(st.lists(periods), operations)
def test_remove_says_whether_a_day_was_taken(held, asked):
    lines, found = merge(held), []
    for operation in asked:
        if operation.registers:
            add(lines, operation.period)
        found.append(operation.registers or remove(lines, operation.period))
    assert found == fold_op_by_op(merge(held), asked)[1]


@given(st.lists(periods), operations)
def test_fold_leaves_what_it_was_given_unmutated(held, asked):
    before = held.copy(), asked.copy()
    fold(asked, held)
    assert (held, asked) == before
