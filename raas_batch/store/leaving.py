"""Whether a file of ours may leave once more: what was right when it was written need not be so now."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, exists, select

from raas_batch.store import ledger, subscriptions
from raas_batch.store.tables import daily_file, file, ledger_entry, sent_file, subscription

BASE_FILE = "BAS"
"""The flow of a base file, which a subscription to replaced numbers allows."""


def what_forbids(connection: Connection, row: Row[Any], today: date) -> str | None:
    """The service to which the receiver's subscription is blocked, has ended or covers less than this file tells.

    None when the file may leave. What is valid stays so until our transaction ends.
    """
    service = _service(connection, row)
    if service is None:
        return None
    of_file = select(subscription).join(daily_file, daily_file.c.subscription_id == subscription.c.id)
    own = connection.execute(of_file.where(daily_file.c.sent_file_id == row.id)).one_or_none()
    network_service = None if own is None else own.network_service
    valid = subscriptions.valid(connection, row.receiver, service, today, network_service)
    return None if valid is not None and _covers(connection, valid, own, row) else network_service or service


def publish_again(connection: Connection, about_file_id: int, today: date) -> None:
    """Have the answers to a received file published once more, bit for bit; those that may not leave are left."""
    rows = connection.execute(select(sent_file).where(sent_file.c.about_file_id == about_file_id)).all()
    allowed = [row.id for row in rows if what_forbids(connection, row, today) is None]
    connection.execute(sent_file.update().where(sent_file.c.id.in_(allowed)).values(published_at=None))


def _service(connection: Connection, row: Row[Any]) -> str | None:
    """The service under which a file tells of persons; None when it tells its receiver of what that sent."""
    if row.flow in ledger.DISCLOSING:
        return subscriptions.REPLACEMENTS if row.flow == BASE_FILE else str(row.flow)
    answered: str | None = connection.scalar(select(file.c.flow).where(file.c.id == row.about_file_id))
    told = exists().where(ledger_entry.c.sent_file_id == row.id, ledger_entry.c.item_count > 0)
    asked_for = row.flow == "RSP" and answered in ledger.ASKING and connection.scalar(select(told))
    return answered if asked_for else None


def _covers(connection: Connection, valid: Row[Any], own: Row[Any] | None, row: Row[Any]) -> bool:
    """A base file has no subscription of its own, nor has an answer: what that told of is in the ledger."""
    if own is not None:
        return subscriptions.includes(valid, own)
    if valid.service == subscriptions.PERSONS:
        return ledger.told_in(connection, row.id) <= set(subscriptions.covered(valid))
    return True
