"""Gives a past file of ours again, byte for byte: from the archive, where every file of ours stays."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from raas_batch import sending
from raas_batch.errors import Failure
from raas_batch.settings import BRUSSELS, installation
from raas_batch.store import ledger, organisations, subscriptions
from raas_batch.store.engine import engine
from raas_batch.store.tables import daily_file, file, sent_file, subscription
from raas_batch.subscription import base


def listed(cbe_number: str) -> list[Row[Any]]:
    """Our files for an organisation, in the order in which they were written."""
    with engine().connect() as connection:
        organisations.require(connection, cbe_number)
        statement = select(sent_file).where(sent_file.c.receiver == cbe_number).order_by(sent_file.c.id)
        return list(connection.execute(statement))


def republish(name: str, moment: datetime | None = None) -> None:
    """Put a file and its voucher in its receiver's outbox again.

    Raises Failure when no file of ours has this name, or when the receiver's subscription to what it tells is blocked,
    has ended, or was renewed for less: then nothing leaves.
    """
    settings, moment = installation(), moment or datetime.now(BRUSSELS)
    with engine(settings).begin() as connection:
        row = connection.execute(select(sent_file).where(sent_file.c.name == name)).one_or_none()
        if row is None:
            raise Failure(f"no file of ours is called {name}; `raas outbox list CBE` names those of an organisation")
        service = _service(connection, row)
        if service is not None:
            _require_right(connection, row, service, moment.astimezone(BRUSSELS).date())
        sending.publish(connection, settings, [row], moment)


def _service(connection: Connection, row: Row[Any]) -> str | None:
    """The service under which a file tells of persons; None when it tells its receiver of what that sent."""
    if row.flow in ledger.DISCLOSING:
        return subscriptions.REPLACEMENTS if row.flow == base.FLOW else str(row.flow)
    answered: str | None = connection.scalar(select(file.c.flow).where(file.c.id == row.about_file_id))
    return answered if row.flow == "RSP" and answered in ledger.ASKING else None


def _require_right(connection: Connection, row: Row[Any], service: str, today: date) -> None:
    """What is valid now must cover what the file's own subscription covered, and what an answer told of.

    A base file has no subscription of its own, nor has an answer: what that told of is in the ledger.
    """
    of_file = select(subscription).join(daily_file, daily_file.c.subscription_id == subscription.c.id)
    own = connection.execute(of_file.where(daily_file.c.sent_file_id == row.id)).one_or_none()
    network_service = None if own is None else own.network_service
    valid = subscriptions.valid(connection, row.receiver, service, today, network_service)
    if valid is None or not _covers(connection, valid, own, row):
        raise Failure(
            f"{row.name} cannot leave again: the subscription of {row.receiver} to {network_service or service} is "
            "blocked, has ended or covers less than this file tells; `raas subscription list` shows it"
        )


def _covers(connection: Connection, valid: Row[Any], own: Row[Any] | None, row: Row[Any]) -> bool:
    if own is not None:
        return subscriptions.includes(valid, own)
    if valid.service == subscriptions.PERSONS:
        return ledger.told_in(connection, row.id) <= set(subscriptions.covered(valid))
    return True
