"""An organisation's number is ten digits, begins with 0 or 1, and its last two digits check the others."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raas_batch.cbe import is_cbe_number

VECTORS = Path(__file__).parent / "vectors" / "cbe.csv"


def vectors():
    with VECTORS.open(encoding="utf-8") as lines:
        return [pytest.param(row["number"], row["valid"] == "yes", id=row["number"]) for row in csv.DictReader(lines)]


@pytest.mark.parametrize(("number", "valid"), vectors())
def test_a_published_number_gets_the_verdict_of_its_authors(number, valid):
    assert is_cbe_number(number) is valid


@pytest.mark.parametrize(
    "text",
    [
        "",
        "244640631",
        "0244.640.631",
        "BE0244640631",
        "0244640631\n",
        "0244640632",
        "٠٢٤٤٦٤٠٦٣١",
        "0000000000",
    ],
)
def test_only_ten_plain_digits_that_check_are_a_number(text):
    assert not is_cbe_number(text)


@given(st.integers(0, 19_999_999), st.integers(0, 99))
def test_the_last_two_digits_are_97_less_the_remainder(first_eight, last_two):
    number = f"{first_eight:08d}{last_two:02d}"
    assert is_cbe_number(number) is (last_two == 97 - first_eight % 97)
