"""An SSIN is judged as KSZ's own validator judges it, one by one and by the million."""

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.be import ssn

from raas_batch import ssin_columns
from raas_batch.ssin import defect, with_check_digits

TODAY = date(2026, 11, 22)
VECTORS = Path(__file__).parent / "vectors"

# Month parts and days that exist, that just do not, and that mean something else.
first_nines = st.builds(
    "{:02d}{:02d}{:02d}{:03d}".format,
    st.integers(0, 99),
    st.integers(0, 99) | st.sampled_from([0, 2, 12, 13, 20, 22, 40, 42, 60, 62, 72, 73]),
    st.integers(0, 99) | st.sampled_from([0, 1, 28, 29, 30, 31, 32]),
    st.integers(0, 999) | st.sampled_from([0, 1, 998, 999]),
)
well_checked = st.builds(with_check_digits, first_nines, st.booleans())
any_digits = st.text("0123456789", min_size=11, max_size=11)
numbers = well_checked | any_digits
days = st.dates(date(1999, 1, 1), date(2101, 1, 1))


def code(ssin, *, today=TODAY, mock_allowed=False):
    return defect(ssin, today, mock_allowed)


def made(first_nine, *, born_2000=False, **where):
    return code(with_check_digits(first_nine, born_2000), **where)


def vectors(name):
    with (VECTORS / name).open(encoding="utf-8") as lines:
        return [pytest.param(row, id=row["number"]) for row in csv.DictReader(lines)]


@pytest.mark.parametrize("row", vectors("ssin.csv"))
def test_a_published_test_number_gets_the_verdict_of_its_authors(row):
    assert (code(row["number"]) or "") == row["code"], row["case"]


@pytest.mark.parametrize("row", vectors("ssin_mock.csv"))
def test_RAAS0305_a_mock_number_is_for_tests_and_simulation_only(row):
    assert code(row["number"]) == "RAAS0305"
    assert code(row["number"], mock_allowed=True) is None


def test_RAAS0301_check_digits_that_fit_neither_century():
    assert code("85673500100", mock_allowed=True) == "RAAS0301"


@pytest.mark.parametrize("fictitious", ["00000199900", "00000100000", "85073099900", "85073000000"])
def test_RAAS0301_the_fictitious_numbers_of_the_national_register_have_check_digits_that_never_occur(
    fictitious,
):
    assert code(fictitious) == "RAAS0301"


@pytest.mark.parametrize("month", ["13", "19", "33", "39", "53", "59", "73", "80", "99"])
def test_RAAS0302_a_month_part_that_nobody_gives(month):
    assert made(f"85{month}01001", mock_allowed=True) == "RAAS0302"


@pytest.mark.parametrize("month_and_day", ["0230", "0431", "2231", "4229", "6532"])
def test_RAAS0302_a_day_that_is_not_in_the_month(month_and_day):
    assert made(f"85{month_and_day}001", mock_allowed=True) == "RAAS0302"


def test_RAAS0302_the_leap_day_depends_on_the_century_of_the_check_digits():
    assert made("004229001", born_2000=True) is None
    assert made("004229001") == "RAAS0302"


@pytest.mark.parametrize("month", ["00", "20", "40"])
def test_an_overflown_counter_may_bring_the_day_part_past_31_where_the_month_is_unknown(month):
    # Disputed: KSZ's SsinType pattern stops at 31; KSZ's validator was corrected to take these (issue 81).
    assert made(f"85{month}99001") is None


def test_RAAS0302_a_mock_number_of_unknown_month_stops_at_day_31():
    # Disputed: KSZ's validator knows no mock numbers, so here the pattern of SsinType decides.
    assert made("856031001", mock_allowed=True) is None
    assert made("856032001", mock_allowed=True) == "RAAS0302"


def test_RAAS0302_a_day_past_31_in_a_real_month_is_no_overflow():
    # Disputed: python-stdnum takes the day as unknown.
    assert code("85073500107") == "RAAS0302"
    assert ssn.is_valid("85073500107")


@pytest.mark.parametrize("counter", ["000", "999"])
def test_RAAS0303_the_national_register_does_not_use_the_counters_000_and_999_but_ksz_does(counter):
    # Disputed: KSZ's SsinType pattern takes 999 from the National Register, KSZ's validator does not.
    assert made(f"850701{counter}") == "RAAS0303"
    assert made(f"852701{counter}") is None
    assert made(f"854701{counter}") is None


def test_RAAS0304_nobody_was_born_tomorrow():
    assert made("264122001", born_2000=True, today=date(2026, 1, 22)) is None
    assert made("264123001", born_2000=True, today=date(2026, 1, 22)) == "RAAS0304"


def test_RAAS0304_unknown_parts_count_as_the_earliest():
    assert made("265100001", born_2000=True) is None
    assert made("265200001", born_2000=True) == "RAAS0304"
    assert made("264099001", born_2000=True) is None
    assert made("274000001", born_2000=True) == "RAAS0304"


def test_the_first_broken_rule_is_the_one_named():
    assert made("996301000") == "RAAS0305"
    assert made("996301000", born_2000=True) == "RAAS0304"
    assert made("990230999", born_2000=True) == "RAAS0302"
    assert made("990201999", born_2000=True) == "RAAS0303"


@pytest.mark.parametrize("text", ["", "8567350010", "856735001000", "85.67.35-00", "٨٥٦٧٣٥٠٠١٠٠", " 5673500100"])
def test_anything_but_eleven_digits_is_the_schemas_business(text):
    with pytest.raises(ValueError, match="eleven digits"):
        code(text)
    with pytest.raises(ValueError):
        ssin_columns.defects(["00610100137", text], TODAY, mock_allowed=True)


def test_texts_that_are_eleven_digits_only_on_average_are_refused():
    with pytest.raises(ValueError, match="eleven digits"):
        ssin_columns.defects(["0061010013", "200610100137"], TODAY, mock_allowed=True)


def test_check_digits_follow_from_nine_digits_and_nothing_else():
    with pytest.raises(ValueError, match="nine digits"):
        with_check_digits("85673500", born_2000=False)


@given(first_nines)
def test_check_digits_tell_the_century(first_nine):
    assert with_check_digits(first_nine, born_2000=False) != with_check_digits(first_nine, born_2000=True)


@given(numbers, st.integers(0, 10), st.sampled_from("0123456789"))
def test_one_digit_mistyped_never_leaves_the_same_century_right(ssin, at, digit):
    typo = ssin[:at] + digit + ssin[at + 1 :]
    fits = [
        {century for century in (False, True) if with_check_digits(number[:9], century) == number}
        for number in (ssin, typo)
    ]
    assert typo == ssin or not fits[0] & fits[1]


@given(numbers)
def test_what_we_accept_python_stdnum_accepts(ssin):
    # python-stdnum reads the clock, so here we do too.
    if code(ssin, today=date.today()) is None:
        assert ssn.is_valid(ssin)


@given(numbers)
def test_what_python_stdnum_accepts_we_refuse_only_where_ksz_is_stricter(ssin):
    if ssn.is_valid(ssin):
        # A day the month does not have, counters 000 and 999, a birth date later this year.
        assert code(ssin, today=date.today()) in (None, "RAAS0302", "RAAS0303", "RAAS0304")


@given(well_checked, days)
def test_a_valid_number_stays_valid(ssin, today):
    if defect(ssin, today, mock_allowed=True) is None:
        assert defect(ssin, today + timedelta(days=400), mock_allowed=True) is None


@given(st.lists(numbers, max_size=30), days, st.booleans())
def test_a_column_gets_the_verdicts_of_its_numbers(ssins, today, mock_allowed):
    one_by_one = [defect(ssin, today, mock_allowed) or "" for ssin in ssins]
    assert ssin_columns.defects(ssins, today, mock_allowed).tolist() == one_by_one


@pytest.mark.parametrize("born_2000", [False, True])
@pytest.mark.parametrize("year", ["00", "04", "26", "85"])
def test_a_column_agrees_on_every_month_part_and_day(year, born_2000):
    ssins = [
        with_check_digits(f"{year}{month_and_day:04d}{counter}", born_2000)
        for month_and_day in range(10_000)
        for counter in ("000", "017")
    ]
    expected = np.array([code(ssin) or "" for ssin in ssins])
    assert (ssin_columns.defects(ssins, TODAY, mock_allowed=False) == expected).all()
