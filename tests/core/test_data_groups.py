"""A data group is written with its elements in the order of its schema, and is read back as the same value."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from raas_batch import codes
from raas_batch.data_groups import DATA_GROUPS, KEPT_TOGETHER, as_xml, date_defect
from raas_batch.xml import data_groups, schemas

names = st.from_regex(r"[A-Za-zÀ-ÿ&<>'\"-]{1,8}( [A-Za-z]{1,5})?", fullmatch=True)
dates = st.sampled_from(["1980-00-00", "1980-02-00", "1980-02-29"])
countries = st.fixed_dictionaries({"countryCode": st.sampled_from(["150", "111"])})
VALUES = {
    "name": st.fixed_dictionaries({"lastName": names, "firstName": st.lists(names, max_size=3)}),
    "birth": st.fixed_dictionaries({"birthDate": dates}),
    "gender": st.fixed_dictionaries({}, optional={"gender": st.sampled_from("MFX")}),
    "decease": st.fixed_dictionaries({}, optional={"deceaseDate": dates}),
    "nationalities": st.just({}) | st.fixed_dictionaries({"nationality": st.lists(countries, min_size=1, max_size=3)}),
    "civilState": st.just({}) | st.fixed_dictionaries({"code": st.just("20")}, optional={"beginDate": dates}),
    "address": st.fixed_dictionaries(
        {},
        optional={
            "countryCode": st.just("150"), "cityCode": st.just("21004"), "postalCode": names, "street": names,
            "houseNumber": names, "boxNumber": names,
        },
    ),
}  # fmt: skip
groups = st.fixed_dictionaries({}, optional=VALUES)


def shuffled(value: object) -> object:
    """The value with its keys in another order, as the database gives it back."""
    if isinstance(value, dict):
        return {key: shuffled(value[key]) for key in sorted(value, key=lambda key: (len(key), key))}
    return [shuffled(each) for each in value] if isinstance(value, list) else value


def test_every_group_is_tried_here() -> None:
    assert tuple(VALUES) == DATA_GROUPS


@given(groups)
def test_what_is_written_is_valid_and_is_read_as_it_was(values: dict[str, object]) -> None:
    written = "".join(as_xml(group, shuffled(values[group])) for group in DATA_GROUPS if group in values)
    document = etree.fromstring(DOCUMENT.format(written))
    schemas.judging("mutation").assertValid(document)
    mutation = document[-1][0]
    read = {group.tag: data_groups.value(group) for group in mutation if group.tag in DATA_GROUPS}
    assert read == json.loads(json.dumps(values))


DOCUMENT = """<mut:mutationsRequest xmlns:mut="urn:raas:mut:v1">
  <sender><organizationIdentification><cbeNumber>0200000043</cbeNumber></organizationIdentification></sender>
  <receiver><organizationIdentification><cbeNumber>0244640631</cbeNumber></organizationIdentification></receiver>
  <legalContext>REGISTER_MAINTENANCE</legalContext><sequenceNumber>1</sequenceNumber>
  <mutations><mutation recordId="1"><eventId>E1</eventId><eventDate>2026-11-20</eventDate><ssin>80610100139</ssin>
  {}</mutation></mutations></mut:mutationsRequest>"""


def test_comments_and_line_ends_are_no_part_of_a_value() -> None:
    group = etree.fromstring("<nationalities><!-- one --><nationality>\n <countryCode>150</countryCode></nationality>\n"
                             "</nationalities>")  # fmt: skip
    assert data_groups.value(group) == {"nationality": [{"countryCode": "150"}]}


def test_the_groups_that_are_kept_together_are_the_last_ones() -> None:
    assert KEPT_TOGETHER == ("nationalities", "civilState", "address")


@pytest.mark.parametrize(
    ("birth_date", "decease_date", "code"),
    [
        (None, None, None),
        ("1980-02-29", "2020-01-01", None),
        ("1980-05-00", "1980-05-17", None),
        ("1980-05-17", "1980-00-00", None),
        ("1981-02-29", None, codes.BIRTH_DATE_NOT_IN_CALENDAR),
        ("1980-05-17", "1980-05-16", codes.DECEASE_BEFORE_BIRTH),
        ("1980-05-17", "2020-02-30", codes.DECEASE_BEFORE_BIRTH),
        (None, "2020-02-30", codes.DECEASE_BEFORE_BIRTH),
        (None, "1979-01-01", None),
    ],
)
def test_dates_are_judged_as_far_as_they_are_given(
    birth_date: str | None, decease_date: str | None, code: str | None
) -> None:
    assert date_defect(birth_date, decease_date) == code
