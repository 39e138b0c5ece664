"""Which days of a subscription are told, and which notices belong in the files of the next one."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, select

from raas_batch.store.tables import daily_file, notice, sent_file, subscription

NORMAL, BULK = "NORMAL", "BULK"

_told, _own = daily_file.c, notice.c


class Part(NamedTuple):
    """The notices of one subscription that are told together: those numbered after one number, up to another.

    Causes are the received files that gave it so many notices that these go in a file of their own.
    """

    subscription_id: int
    after: int
    upto: int
    causes: tuple[int, ...]

    @property
    def file_classes(self) -> tuple[str, ...]:
        """The classes of the files in which the part is told, in their order."""
        return (NORMAL, BULK) if self.causes else (NORMAL,)

    def chosen(self, file_class: str) -> ColumnElement[bool]:
        """The notices of one class of file."""
        within = and_(_own.subscription_id == self.subscription_id, _own.number > self.after, _own.number <= self.upto)
        of_causes = _own.file_id.in_(self.causes)
        return and_(within, of_causes if file_class == BULK else ~of_causes)


def next_day(connection: Connection, row: Row[Any]) -> date:
    """The first day of a subscription of which nothing is written yet."""
    last: date | None = connection.scalar(select(func.max(_told.day)).where(_told.subscription_id == row.id))
    first: date = row.first_day
    return first if last is None else last + timedelta(days=1)


def part(connection: Connection, row: Row[Any], day: date, horizon: int, most_of_a_cause: int) -> Part:
    """What is told of a day: every notice not told yet, of that day or earlier, numbered up to the horizon.

    In order of their numbers, up to the first of a later day: so none is ever passed over.
    """
    mine = _own.subscription_id == row.id
    told = select(func.coalesce(func.max(_told.upto), 0)).where(_told.subscription_id == row.id)
    after: int = connection.execute(told).scalar_one()
    later: int | None = connection.scalar(
        select(func.min(_own.number)).where(mine, _own.number > after, _own.day > day)
    )
    upto = max(after, horizon if later is None else min(horizon, later - 1))
    of_causes = select(_own.file_id).where(mine, _own.number > after, _own.number <= upto).group_by(_own.file_id)
    causes = connection.scalars(of_causes.having(func.count() > most_of_a_cause)).all()
    return Part(row.id, after, upto, tuple(sorted(causes)))


def enter(connection: Connection, told: Part, day: date, file_class: str, sent_id: int | None) -> None:
    """Note that a day is told, by this file; or by none, and then what it would have told waits."""
    upto = told.after if sent_id is None else told.upto
    values = {"subscription_id": told.subscription_id, "day": day, "file_class": file_class, "upto": upto}
    connection.execute(insert(daily_file).values(**values, sent_file_id=sent_id))


def unpublished(connection: Connection, subscription_id: int) -> list[Row[Any]]:
    """The subscription's files that are written but not in the outbox, unless it is blocked or ended before their day.

    Who blocks or ends it waits until our transaction, which publishes them, has ended.
    """
    mine = (_told.subscription_id == subscription_id, sent_file.c.published_at.is_(None))
    files = select(sent_file).join(daily_file, _told.sent_file_id == sent_file.c.id)
    files = files.join(subscription, subscription.c.id == _told.subscription_id)
    files = files.where(*mine, may_leave()).order_by(sent_file.c.sequence)
    return list(connection.execute(files.with_for_update(read=True, of=subscription)))


def may_leave() -> ColumnElement[bool]:
    """Of a daily file: its subscription is not blocked and did not end before its day."""
    return and_(~subscription.c.blocked, _told.day < subscription.c.stop)


def of_day(connection: Connection, day: date) -> list[Row[Any]]:
    """Every subscription of which the day is written: whose, which service, class, name, items, published at."""
    columns = (
        subscription.c.organisation, subscription.c.service, subscription.c.network_service, _told.file_class,
        sent_file.c.name, sent_file.c.record_count, sent_file.c.published_at,
    )  # fmt: skip
    files = (
        select(*columns).join_from(daily_file, subscription).outerjoin(sent_file, _told.sent_file_id == sent_file.c.id)
    )
    return list(connection.execute(files.where(_told.day == day).order_by(*columns[:4])))
