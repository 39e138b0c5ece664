"""Days by the column are the same days."""

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from raas_batch.periods import FOREVER
from raas_batch.store.days import days_after, first_days, last_days
from raas_batch.xml.periods import half_open

EDGES = [date(1, 1, 1), date(1899, 12, 31), date(1900, 1, 1), date(2099, 12, 31), date(2100, 1, 1)]
days = st.lists(st.sampled_from(EDGES) | st.dates(max_value=FOREVER - timedelta(1)))


@given(days)
def test_a_column_of_days_is_written_as_each_of_them_is(column: list[date]) -> None:
    assert first_days(ordinals(column)) == [each.isoformat() for each in column]


@given(days)
def test_a_period_that_has_an_end_is_written_with_its_last_day(column: list[date]) -> None:
    assert last_days(ordinals(column) + 1) == [
        "" if each + timedelta(1) == FOREVER else each.isoformat() for each in column
    ]


def test_an_open_period_has_no_last_day() -> None:
    assert last_days(ordinals([FOREVER, date(2020, 1, 2), FOREVER])) == ["", "2020-01-01", ""]


@given(days)
def test_the_days_after_a_column_are_the_stops_of_periods_that_end_there(column: list[date]) -> None:
    ends = ["", "9999-12-31", *(each.isoformat() for each in column)]
    assert days_after(ends) == [half_open("0001-01-01", end or None)[1].isoformat() for end in ends]


def ordinals(column: list[date]) -> npt.NDArray[np.int64]:
    return np.array([each.toordinal() for each in column], dtype=np.int64)
