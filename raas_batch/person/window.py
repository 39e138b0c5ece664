"""Which birth dates agree with the one that is asked, and its tolerance: the only module that reckons it."""

from datetime import date
from typing import NamedTuple

from raas_batch import dates

_FIRST_MONTH, _LAST_MONTH = date.min.year * 12, date.max.year * 12 + 11
"""Months counted from the year 0, of what the calendar has."""


class Window(NamedTuple):
    """First and last day that agree, as ISO texts (none: slips are looked for); days to be looked up by themselves."""

    first_day: str | None
    last_day: str | None
    days: list[str]


def window(birth_date: str, tolerance: int | None) -> Window:
    """The days that agree. The unit of the tolerance follows the form of the date: days, months or years.

    A complete date without tolerance agrees with its slips: another day or month, or the two exchanged.
    Raises ``ValueError`` for a date that does not exist.

    >>> window("1980-05-17", 1)
    Window(first_day='1980-05-16', last_day='1980-05-18', days=['1980-05-16', '1980-05-17', '1980-05-18'])
    >>> window("1980-05-00", 1), window("1980-00-00", None)[:2]
    (Window(first_day='1980-04-01', last_day='1980-06-31', days=[]), ('1980-01-01', '1980-12-31'))
    >>> window("1980-05-11", None)
    Window(first_day=None, last_day=None, days=['1980-05-11', '1980-11-05'])
    >>> window("9999-12-31", 1)
    Window(first_day='9999-12-30', last_day='9999-12-31', days=['9999-12-30', '9999-12-31'])
    """
    day, wide = dates.earliest(birth_date), tolerance or 0
    if birth_date.endswith("-00-00"):
        return Window(f"{max(day.year - wide, 1):04d}-01-01", f"{min(day.year + wide, 9999):04d}-12-31", [])
    if birth_date.endswith("-00"):
        months = day.year * 12 + day.month - 1
        first, last = max(months - wide, _FIRST_MONTH), min(months + wide, _LAST_MONTH)
        return Window(f"{_month(first)}-01", f"{_month(last)}-31", [])
    if tolerance is None:
        return Window(None, None, sorted({birth_date, f"{day:%Y-%d-%m}" if day.day <= 12 else birth_date}))
    first_day, last_day = max(day.toordinal() - wide, 1), min(day.toordinal() + wide, date.max.toordinal())
    near = [str(date.fromordinal(each)) for each in range(first_day, last_day + 1)]
    return Window(near[0], near[-1], near)


def _month(months: int) -> str:
    return f"{months // 12:04d}-{months % 12 + 1:02d}"
