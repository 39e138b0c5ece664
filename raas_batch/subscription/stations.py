"""Writes the daily files: what Airflow and the command line call, in this order. Running any of it again is safe.

Each file is written, entered, and put in the ledger in one transaction, then published. A day that was missed is
written before those after it, so no day is without its file and no notice is passed over.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from functools import cache, partial
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, select

from raas_batch import sending
from raas_batch.errors import CountsDoNotAddUp
from raas_batch.isolation import each
from raas_batch.log import told
from raas_batch.settings import BRUSSELS, Settings, installation
from raas_batch.store import daily, digests, ledger, locks, numbering, sent, subscriptions
from raas_batch.store.engine import engine
from raas_batch.store.tables import subscription
from raas_batch.subscription import items, writer

Until = tuple[date, int, datetime]
"""The last day to write, the number up to which is told, the moment."""

MOST_BATCHES = 16


def due(day: date) -> list[list[int]]:
    """The subscriptions of which some day up to this one may have to be told, those of an organisation together."""
    own = subscription.c
    daily_ones = own.service.in_(subscriptions.DAILY), own.first_day <= day
    statement = select(own.id, own.organisation).where(*daily_ones).order_by(own.organisation, own.id)
    with engine().connect() as connection:
        rows = connection.execute(statement).all()
    batches: list[list[int]] = [[] for _ in range(MOST_BATCHES)]
    for _, group in groupby(rows, key=lambda row: row.organisation):
        min(batches, key=len).extend(row.id for row in group)
    return [batch for batch in batches if batch]


def emit(subscription_ids: Iterable[int], day: date, moment: datetime | None = None) -> list[int]:
    """Write and publish the files of these subscriptions that are missing up to and including this day.

    Raises StationFailed, after all were tried, if one of them could not be written.
    """
    settings, moment, subscription_ids = installation(), moment or datetime.now(BRUSSELS), list(subscription_ids)
    horizon = cache(partial(_horizon, settings))
    each("emit", subscription_ids, lambda one: _emit(settings, one, (day, horizon(_owner(settings, one)), moment)))
    return subscription_ids


def _owner(settings: Settings, subscription_id: int) -> str:
    with engine(settings).connect() as connection:
        return str(subscriptions.require(connection, subscription_id).organisation)


def _horizon(settings: Settings, organisation: str) -> int:
    """The number up to which everything is there: no file that makes notices, or changes these lines, is being applied.

    Its own files wait for no longer than it takes to ask. One horizon serves all subscriptions of an organisation. It
    is asked before the stream is locked: who applies a file takes these locks in that order.
    """
    with engine(settings).begin() as connection:
        locks.alone(connection, locks.Purpose.REGISTER, organisation)
        locks.mirror(connection, changes=False)
        locks.notices(connection, alone=True)
        return numbering.last(connection)


def _emit(settings: Settings, subscription_id: int, until: Until) -> None:
    database, written, published = engine(settings), True, 0
    day, _, moment = until
    while written:
        with database.begin() as connection:
            files = daily.unpublished(connection, subscription_id)
            published += sending.publish(connection, settings, files, moment)
        with database.begin() as connection:
            written = _write_next(connection, settings, subscription_id, until)
    told("emit", subscription=subscription_id, day=str(day), published=published)


def _write_next(connection: Connection, settings: Settings, subscription_id: int, until: Until) -> bool:
    """Write the files of the first day that has none, if it is not after the last day asked for."""
    last_day, horizon, moment = until
    locks.alone(connection, locks.Purpose.STREAM, subscriptions.require(connection, subscription_id).organisation)
    row = subscriptions.require(connection, subscription_id)  # as it stands now that nobody else writes for it
    day = daily.next_day(connection, row)
    if day > last_day or day >= row.stop:
        return False
    part = daily.part(connection, row, day, horizon, settings.bulk_cause)
    if row.blocked:
        daily.enter(connection, part, day, daily.NORMAL, None)
        return True
    files = {}
    for file_class in part.file_classes:
        file = _write(connection, settings, row, (part, day, file_class)) | {"written_at": moment}
        files[file_class] = file | {"id": sent.record(connection, **file)}
        daily.enter(connection, part, day, file_class, files[file_class]["id"])
    for file_class, file in files.items():  # when all are written: others who write wait from the first entry on
        disclosed = ledger.append(connection, file, row.legal_basis, items.disclosed(row, part, file_class))
        if disclosed != file["record_count"]:
            raise CountsDoNotAddUp(f"{file['name']}: {file['record_count']} items written, {disclosed} in the ledger")
    return True


def _write(
    connection: Connection, settings: Settings, row: Row[Any], what: tuple[daily.Part, date, str]
) -> dict[str, Any]:
    part, day, file_class = what
    number = sent.next_number(connection, row.organisation, row.service, settings.environment)
    closed = datetime.combine(day, time(23, 59, 59), BRUSSELS)  # no clock: the same day gives the same bytes
    stands = digests.at(connection, row, part.upto) if file_class == part.file_classes[-1] else None
    outgoing = sending.Outgoing(
        row.organisation, row.service, settings.environment, settings.legal_context, number, day, closed, stands
    )
    told = items.streamed(connection, row.service, part, file_class)
    body = writer.daily_file(row, day, file_class, subscriptions.covered(row), told)
    return sending.written(settings, outgoing, body)
