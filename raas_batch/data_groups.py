"""The groups in which identification data change and are told: which there are, and how one is judged and written.

A group's value is the same wherever it is kept: its elements by name, a list where one may stand more than once, and
``{}`` when nothing is known (any more). Only ``name`` always has its ``firstName``, be it an empty list.

>>> as_xml("nationalities", {"nationality": [{"countryCode": "150"}]})
'<nationalities><nationality><countryCode>150</countryCode></nationality></nationalities>'
"""

from collections.abc import Mapping
from typing import Any, Final
from xml.sax.saxutils import escape

from raas_batch import codes, dates

DATA_GROUPS: Final = ("name", "birth", "gender", "decease", "nationalities", "civilState", "address")
"""In the order in which a message holds them."""

KEPT_TOGETHER: Final = DATA_GROUPS[4:]
"""Those for which the mirror has one column; the elements of the others have columns of their own."""

REPEATED: Final = frozenset({"firstName", "nationality"})
"""Elements of which there may be several in a group."""

_ELEMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("lastName", "firstName"),
    "birth": ("birthDate",),
    "gender": ("gender",),
    "decease": ("deceaseDate",),
    "nationalities": ("nationality",),
    "nationality": ("countryCode",),
    "civilState": ("code", "beginDate"),
    "address": ("countryCode", "cityCode", "cityName", "postalCode", "street", "houseNumber", "boxNumber"),
}
"""What stands in an element, in the order of its schema: the database forgets that order."""


def as_xml(name: str, value: Any) -> str:
    """Return the element of a data group, or of a part of one, with its value.

    >>> as_xml("name", {"firstName": ["An", "Lou"], "lastName": "D&G"})
    '<name><lastName>D&amp;G</lastName><firstName>An</firstName><firstName>Lou</firstName></name>'
    >>> as_xml("gender", {"gender": "F"}), as_xml("gender", {})
    ('<gender><gender>F</gender></gender>', '<gender></gender>')
    """
    if isinstance(value, str):
        return f"<{name}>{value if value.isalnum() else escape(value)}</{name}>"
    if isinstance(value, list):
        return "".join([as_xml(name, each) for each in value])
    return f"<{name}>{''.join([as_xml(part, value[part]) for part in _ELEMENTS[name] if part in value])}</{name}>"


def date_defect(birth_date: str | None, decease_date: str | None) -> str | None:
    """Return the code of what is wrong with the dates of a person, as far as they are given; None when nothing is.

    >>> date_defect("1980-02-30", None), date_defect("1980-02-00", "1980-01-31"), date_defect(None, "1980-02-00")
    ('RAAS0351', 'RAAS0352', None)
    """
    if birth_date is not None and not dates.exists(birth_date):
        return codes.BIRTH_DATE_NOT_IN_CALENDAR
    if decease_date is None:
        return None
    is_before = birth_date is not None and dates.is_before(decease_date, birth_date)
    return codes.DECEASE_BEFORE_BIRTH if is_before or not dates.exists(decease_date) else None
