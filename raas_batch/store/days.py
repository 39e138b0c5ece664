"""A day as a number inside the database and as Python's ordinal in the columns: the only place that converts."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, cast, func

_BEFORE_DAY_ONE = func.make_date(1, 1, 1) - 1
"""``date.toordinal`` of 1 January of the year 1 is 1."""


def ordinal(day: ColumnElement[Any]) -> ColumnElement[int]:
    """The day's ``date.toordinal()``, as SQL."""
    return cast(day - _BEFORE_DAY_ONE, Integer)


def day(number: ColumnElement[Any]) -> ColumnElement[Any]:
    """The day with this ``date.toordinal()``, as SQL."""
    return _BEFORE_DAY_ONE + number
