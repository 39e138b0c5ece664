"""A day in the database, as Python's ordinal in the columns, and as a text: the only place that converts columns."""

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import ColumnElement, Integer, cast, func

from raas_batch.periods import FOREVER

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
    return _texts(stop - 1, open_at=FOREVER.toordinal() - 1)


def _texts(ordinals: npt.NDArray[Any], open_at: int | None = None) -> list[str]:
    """Each day is written once, however often it stands here; the one at which a period is open as nothing."""
    days, place = np.unique(ordinals, return_inverse=True)
    offset = FOREVER.toordinal() - np.datetime64(FOREVER, "D").astype(np.int64)
    texts = np.datetime_as_string((days - offset).astype("datetime64[D]")).astype(object)
    texts[days == open_at] = ""
    written: list[str] = texts[place].tolist()
    return written
