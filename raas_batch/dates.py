"""Dates of which the day, or the day and the month, may be unknown: the only module that reads them.

An incomplete date is a text ``yyyy-mm-dd``, ``yyyy-mm-00`` or ``yyyy-00-00`` (KSZ, ``CommonV3.xsd``,
``IncompleteDateType``). It stands for every day it may be: ``1970-02-00`` for the 28 days of that month.
"""

import re
from datetime import date

_FORM = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def exists(text: str) -> bool:
    """Tell whether there is at least one day the text may stand for.

    >>> exists("1970-02-28"), exists("1970-02-30"), exists("1970-02-00"), exists("0000-00-00")
    (True, False, True, False)
    """
    return _first_day(text) is not None


def agree(one: str, other: str) -> bool:
    """Tell whether both may stand for the same day: the parts that both state are equal.

    Symmetric, but not transitive. A date that does not exist agrees with none.

    >>> agree("1970-05-00", "1970-05-17"), agree("1970-05-00", "1970-06-17")
    (True, False)
    """
    return exists(one) and exists(other) and all(map(_same_or_unknown, one.split("-"), other.split("-")))


def is_before(one: str, other: str) -> bool:
    """Tell whether a date is before another in the parts that both state.

    >>> is_before("1970-05-00", "1970-06-17"), is_before("1970-05-00", "1970-05-17")
    (True, False)
    """
    for a, b in zip(one.split("-"), other.split("-"), strict=True):
        if a != b:
            return a < b and "00" not in (a, b)
    return False


def earliest(text: str) -> date:
    """Return the first day the text may stand for. Raises ``ValueError`` when there is none.

    >>> earliest("1970-05-00")
    datetime.date(1970, 5, 1)
    """
    first_day = _first_day(text)
    if first_day is None:
        raise ValueError("there is no day this date may stand for")
    return first_day


def _first_day(text: str) -> date | None:
    form = _FORM.fullmatch(text)
    if form is None:
        return None
    year, month, day = map(int, form.groups())
    if month == 0 and day != 0:
        return None
    try:
        return date(year, month or 1, day or 1)
    except ValueError:
        return None


def _same_or_unknown(one: str, other: str) -> bool:
    return one == other or "00" in (one, other)
