"""Which birth dates agree with the one that is asked, and its tolerance: the only module that reckons it."""

from datetime import date, timedelta
from typing import Final, NamedTuple

from raas_batch import dates

MOST_DAYS: Final = 40
"""A wider span of days is looked up by its years."""


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
    """
    day, wide = dates.earliest(birth_date), tolerance or 0
    if birth_date.endswith("-00-00"):
        return Window(f"{max(day.year - wide, 1):04d}-01-01", f"{min(day.year + wide, 9999):04d}-12-31", [])
    if birth_date.endswith("-00"):
        months = day.year * 12 + day.month - 1
        return Window(f"{_month(months - wide)}-01", f"{_month(months + wide)}-31", [])
    if tolerance is None:
        return Window(None, None, sorted({birth_date, f"{day:%Y-%d-%m}" if day.day <= 12 else birth_date}))
    near = [day + timedelta(days=each) for each in range(-wide, wide + 1) if date.min <= day <= date.max]
    return Window(str(near[0]), str(near[-1]), [str(each) for each in near] if len(near) <= MOST_DAYS else [])


def _month(months: int) -> str:
    return f"{months // 12:04d}-{months % 12 + 1:02d}"
