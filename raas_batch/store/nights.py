"""Which daily files are not out, and when those of a day were: what the night's deadline is measured by.

One row per subscription and look-ups by it: the cost grows with the subscriptions, not with the days that were told.
"""

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, select, true, union_all

from raas_batch.store import daily
from raas_batch.store.subscriptions import DAILY
from raas_batch.store.tables import daily_file, sent_file, subscription

_told, _own = daily_file.c, subscription.c


class Due(NamedTuple):
    """How many subscriptions have files that are not out, and the first day of these; None when all are out."""

    subscriptions: int
    since: date | None


def due(connection: Connection, day: date) -> Due:
    """What is not out of the days up to and including this one: not written, or written and not published."""
    parts = union_all(_unwritten(day), _unpublished(day)).subquery()
    count = func.count(parts.c.id.distinct())
    return Due(*connection.execute(select(count, func.min(parts.c.day))).one())


def published(connection: Connection, day: date) -> datetime | None:
    """When the last file of this day went out; None when the day had none."""
    of_day = (
        select(func.max(sent_file.c.published_at))
        .join(daily_file, _told.sent_file_id == sent_file.c.id)
        .where(_told.subscription_id == _own.id, _told.day == day)
        .correlate(subscription)
        .scalar_subquery()
    )
    moment: datetime | None = connection.scalar(select(func.max(of_day)).select_from(subscription))
    return moment


def _unwritten(day: date) -> Select[Any]:
    last = select((func.max(_told.day) + 1).label("day")).where(_told.subscription_id == _own.id).lateral("last")
    next_day = func.coalesce(last.c.day, _own.first_day)
    due_ones = _own.service.in_(DAILY), next_day <= day, next_day < _own.stop
    return select(_own.id, next_day.label("day")).join(last, true()).where(*due_ones)


def _unpublished(day: date) -> Select[Any]:
    return (
        select(_own.id, _told.day)
        .select_from(sent_file)
        .join(daily_file, _told.sent_file_id == sent_file.c.id)
        .join(subscription, _own.id == _told.subscription_id)
        .where(sent_file.c.published_at.is_(None), _told.day <= day, daily.may_leave())
    )
