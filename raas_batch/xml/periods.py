"""Periods as files state them become half-open here: the only place of the readers that does so, one by one.

By columns ``store.days`` does.
"""

from datetime import date
from functools import lru_cache

from raas_batch.periods import ALWAYS, EmptyPeriod, Period


@lru_cache(maxsize=100_000)
def half_open(begin_date: str | None, end_date: str | None) -> tuple[date, date]:
    """Start and stop; the same day twice when the period runs backward; always when there is none.

    >>> half_open("2024-01-01", "2024-01-31")
    (datetime.date(2024, 1, 1), datetime.date(2024, 2, 1))
    """
    if begin_date is None:
        return ALWAYS.start, ALWAYS.stop
    begin = date.fromisoformat(begin_date)
    try:
        period = Period.inclusive(begin, date.fromisoformat(end_date) if end_date else None)
    except EmptyPeriod:
        return begin, begin
    return period.start, period.stop
