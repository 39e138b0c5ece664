"""The deadline of the daily files: those of a day are out at 06:00 in Belgium on the next one."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from raas_batch.observing import instruments
from raas_batch.observing.instruments import Figure, Figures
from raas_batch.settings import BRUSSELS
from raas_batch.store import nights

DEADLINE = time(6)
_ONE_DAY = timedelta(days=1)


def figures(connection: Connection, moment: datetime) -> Figures:
    """What is due and how long there is left, or by how much the last day's files were in time."""
    yesterday = moment.astimezone(BRUSSELS).date() - _ONE_DAY
    due = nights.due(connection, yesterday)
    left = [] if due.since is None else [seconds_left(due.since, moment)]
    last_day_out = yesterday if due.since is None else due.since - _ONE_DAY
    published = nights.published(connection, last_day_out)
    margin = [] if published is None else [seconds_left(last_day_out, published)]
    return {
        instruments.NIGHT_DUE: [Figure(due.subscriptions, {})],
        instruments.NIGHT_TIME_LEFT: [Figure(seconds, {}) for seconds in left],
        instruments.NIGHT_MARGIN: [Figure(seconds, {}) for seconds in margin],
    }


def seconds_left(day: date, moment: datetime) -> float:
    """From a moment until the deadline of the files that tell of a day; negative after it.

    >>> seconds_left(date(2026, 10, 24), datetime(2026, 10, 25, 1, tzinfo=BRUSSELS)) / 3600  # the clock goes back
    6.0
    """
    # As seconds since 1970: two moments in one zone would be subtracted as if no clock were ever changed.
    return datetime.combine(day + _ONE_DAY, DEADLINE, BRUSSELS).timestamp() - moment.timestamp()
