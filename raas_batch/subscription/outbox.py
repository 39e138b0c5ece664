"""Gives a past file of ours again, byte for byte: from the archive, where every file of ours stays."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from raas_batch import sending
from raas_batch.errors import Failure
from raas_batch.settings import BRUSSELS, Settings
from raas_batch.store import ledger, organisations, subscriptions
from raas_batch.store.engine import engine
from raas_batch.store.tables import sent_file
from raas_batch.subscription import base


def listed(cbe_number: str) -> list[Row[Any]]:
    """Our files for an organisation, in the order in which they were written."""
    with engine().connect() as connection:
        organisations.require(connection, cbe_number)
        statement = select(sent_file).where(sent_file.c.receiver == cbe_number).order_by(sent_file.c.id)
        return list(connection.execute(statement))


def republish(name: str, moment: datetime | None = None) -> None:
    """Put a file and its voucher in its receiver's outbox again.

    Raises Failure when no file of ours has this name, or when the receiver's subscription to what it tells is blocked
    or has ended: then nothing leaves.
    """
    settings, moment = Settings(), moment or datetime.now(BRUSSELS)
    with engine(settings).begin() as connection:
        row = connection.execute(select(sent_file).where(sent_file.c.name == name)).one_or_none()
        if row is None:
            raise Failure(f"no file of ours is called {name}; `raas outbox list CBE` names those of an organisation")
        service = subscriptions.REPLACEMENTS if row.flow == base.FLOW else row.flow
        today = moment.astimezone(BRUSSELS).date()
        if row.flow in ledger.DISCLOSING and not subscriptions.valid(connection, row.receiver, service, today):
            raise Failure(
                f"{name} cannot leave again: the subscription of {row.receiver} to {service} is blocked or has ended; "
                "`raas subscription list` shows it"
            )
        sending.publish(connection, settings, [row], moment)
