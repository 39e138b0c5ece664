"""A date may leave its day, or its day and month, unknown; it then stands for every day it may be."""

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raas_batch.dates import agree, earliest, exists

# Few years, so that two dates really meet; days and months that exist, do not, and are unknown.
texts = st.builds(
    "{}-{:02d}-{:02d}".format,
    st.sampled_from(["1970", "1972", "0000"]),
    st.integers(0, 13),
    st.integers(0, 32),
)
complete = st.dates(date(1, 1, 1)).map(str)


def days(text):
    """Every day the text may stand for: a second, slower definition."""
    year, month, day = map(int, text.split("-"))
    if year == 0 or month > 12 or (month == 0 and day > 0):
        return set()
    return {
        date(year, m, d)
        for m in ([month] if month else range(1, 13))
        for d in ([day] if day else range(1, 32))
        if d <= monthrange(year, m)[1]
    }


@pytest.mark.parametrize("text", ["1970-02-28", "1972-02-29", "1970-02-00", "1970-00-00", "0001-01-01", "9999-12-31"])
def test_a_date_that_exists(text):
    assert exists(text)


@pytest.mark.parametrize("text", ["1970-02-30", "1970-02-29", "1970-13-00", "1970-00-01", "0000-00-00", "0000-01-01"])
def test_a_date_that_does_not_exist(text):
    assert not exists(text)
    with pytest.raises(ValueError, match="no day"):
        earliest(text)


@pytest.mark.parametrize("text", ["", "1970", "1970-1-1", "19700101", "1970-01-01Z", "1970-01-01\n", "١٩٧٠-٠١-٠١"])
def test_a_text_of_another_form_is_no_date(text):
    assert not exists(text)


def test_an_incomplete_date_matches_what_it_says():
    assert agree("1970-00-00", "1970-05-17")
    assert agree("1970-05-00", "1970-05-17")
    assert agree("1970-00-00", "1970-05-00")
    assert not agree("1970-05-00", "1970-06-17")
    assert not agree("1970-05-00", "1971-05-00")
    assert not agree("1970-05-16", "1970-05-17")


def test_two_dates_that_agree_with_a_third_need_not_agree():
    assert agree("1970-05-00", "1970-00-00")
    assert agree("1970-00-00", "1970-06-00")
    assert not agree("1970-05-00", "1970-06-00")


@given(texts)
def test_a_date_exists_when_some_day_may_be_meant(text):
    assert exists(text) == bool(days(text))


@given(texts, texts)
def test_dates_agree_when_some_day_may_be_meant_by_both(one, other):
    assert agree(one, other) == agree(other, one) == bool(days(one) & days(other))


@given(texts.filter(exists))
def test_the_earliest_day_is_the_first_that_may_be_meant(text):
    assert earliest(text) == min(days(text))


@given(complete, complete)
def test_complete_dates_agree_when_they_are_equal(one, other):
    assert agree(one, one)
    assert agree(one, other) == (one == other)


@given(complete)
def test_a_complete_date_is_its_own_earliest_day(text):
    assert str(earliest(text)) == text
