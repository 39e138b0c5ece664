"""A day in the database, as Python's ordinal in the columns, and as a text: the only place that converts columns."""

from datetime import date
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import ColumnElement, Integer, cast, func

from raas_batch.periods import FOREVER

_NO_DAY = 0
"""No day has this ordinal."""
_USUAL = range(date(1900, 1, 1).toordinal(), date(2100, 1, 1).toordinal())
_EPOCH = date(1970, 1, 1).toordinal()
_FOREVER = FOREVER.isoformat()
_BEFORE_DAY_ONE = func.make_date(1, 1, 1) - 1
"""``date.toordinal`` of 1 January of the year 1 is 1."""


def ordinal(day: ColumnElement[Any]) -> ColumnElement[int]:
    """The day's ``date.toordinal()``, as SQL."""
    return cast(day - _BEFORE_DAY_ONE, Integer)


def day(number: ColumnElement[Any]) -> ColumnElement[Any]:
    """The day with this ``date.toordinal()``, as SQL."""
    return _BEFORE_DAY_ONE + number


def on_the_wire(ordinals: npt.NDArray[Any]) -> npt.NDArray[np.int32]:
    """Days as COPY's binary format has them: counted from 1 January 2000 (``date_recv`` in PostgreSQL's source)."""
    return (ordinals - date(2000, 1, 1).toordinal()).astype(np.int32)


def first_days(start: npt.NDArray[Any]) -> list[str]:
    """The first days of periods that start on these ordinals, as ISO texts."""
    return _texts(start)


def last_days(stop: npt.NDArray[Any]) -> list[str]:
    """The last days of periods that stop before these ordinals, as ISO texts; of an open one nothing."""
    return _texts(np.where(stop == FOREVER.toordinal(), _NO_DAY, stop - 1))


def days_after(days: list[str]) -> list[str]:
    """The first days after these, texts both; after no day (empty), and after the last one there is, it is forever.

    >>> days_after(["2024-02-28", "", "9999-12-31"])
    ['2024-02-29', '9999-12-31', '9999-12-31']
    """
    found = np.array(days, dtype="datetime64[D]")
    goes_on = np.isnat(found) | (found == np.datetime64(FOREVER))
    after = np.where(goes_on, _NO_DAY, found.astype(np.int64) + (_EPOCH + 1))
    return [text or _FOREVER for text in _texts(after)]


def _texts(ordinals: npt.NDArray[Any]) -> list[str]:
    is_usual = (ordinals >= _USUAL.start) & (ordinals < _USUAL.stop)
    texts = _usual()[np.where(is_usual, ordinals - _USUAL.start + 1, 0)]
    is_rare = ~is_usual & (ordinals != _NO_DAY)
    texts[is_rare] = [date.fromordinal(each).isoformat() for each in ordinals[is_rare].tolist()]
    written: list[str] = texts.tolist()
    return written


@cache
def _usual() -> npt.NDArray[Any]:
    """No day at all, as nothing, and the days of those who live: a million days are looked up here, not written."""
    return np.array(["", *(date.fromordinal(each).isoformat() for each in _USUAL)], dtype=object)
