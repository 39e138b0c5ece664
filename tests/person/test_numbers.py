"""Properties of the numbers that are created: valid, none twice, lowest first, of the right form for who gets it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raas_batch.person.numbers import Newborn, NoNumberLeft, numbers
from raas_batch.ssin import defect, with_check_digits

TODAY = date(2026, 11, 22)
births = st.dates(date(1926, 12, 2), TODAY).map(str) | st.integers(1927, 2026).map(lambda year: f"{year}-00-00")
# Few dates and both centuries, so that persons really get in each other's way.
crowded = st.sampled_from(["1980-05-07", "2020-05-07", "1920-05-00", "2020-05-00", "1980-00-00", "2000-01-01"])
genders = st.sampled_from(["M", "F", "X", None])
persons = st.lists(st.builds(Newborn, births | crowded, genders), max_size=40)


@given(persons, st.booleans(), st.data())
def test_numbers_are_valid_none_is_given_twice_and_none_that_is_in_use(newborn, is_mock, data):
    without = numbers(newborn, is_mock, lambda stems: set())
    in_use = data.draw(st.sets(st.sampled_from(without))) if without else set()
    given = numbers(newborn, is_mock, lambda stems: in_use)
    assert len(set(given)) == len(newborn)
    assert not in_use & set(given)
    assert [defect(number, TODAY, mock_allowed=is_mock) for number in given] == [None] * len(given)


@given(persons)
def test_month_and_counter_tell_the_gender_when_it_is_known(newborn):
    for person, number in zip(newborn, numbers(newborn, False, lambda stems: set()), strict=True):
        month, counter = int(number[2:4]), int(number[6:9])
        known = person.gender in ("M", "F")
        assert month == int(person.birth_date[5:7]) + (40 if known else 20)
        assert not known or counter % 2 == (person.gender == "M")
        assert number[:2] + number[4:6] == person.birth_date[2:4] + person.birth_date[8:]


@given(persons)
def test_a_number_of_a_test_is_never_one_of_a_person(newborn):
    assert all(int(number[2:4]) >= 60 for number in numbers(newborn, True, lambda stems: set()))


@given(persons)
def test_what_was_in_use_is_asked_for_the_stems_of_the_numbers_that_are_given(newborn):
    asked: set[str] = set()

    def used(stems: set[str]) -> set[str]:
        asked.update(stems)
        return set()

    assert {number[:6] for number in numbers(newborn, False, used)} <= asked


def test_a_full_day_overflows_into_the_unknown_day_then_the_day_part_counts_on():
    crowd = [Newborn("1980-05-07", "M")] * 1100
    given = numbers(crowd, False, lambda stems: set())
    assert [number[:9] for number in (given[499], given[500], given[999], given[1000])] == [
        "804507999", "804000001", "804000999", "804001001",
    ]  # fmt: skip
    assert all(defect(number, TODAY, mock_allowed=False) is None for number in given)
    assert len(set(given)) == 1100


def test_when_all_are_in_use_it_says_so():
    stems = ["806507", *(f"8060{day:02d}" for day in range(32))]
    all_there_are = {with_check_digits(f"{stem}{counter:03d}", False) for stem in stems for counter in range(1000)}
    with pytest.raises(NoNumberLeft, match="birth year 1980"):
        numbers([Newborn("1980-05-07", "M")], True, lambda stems: all_there_are)
