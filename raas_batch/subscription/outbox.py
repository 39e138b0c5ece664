"""Gives a past file of ours again, byte for byte: from the archive, where every file of ours stays."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from raas_batch import sending
from raas_batch.errors import Failure
from raas_batch.settings import BRUSSELS, installation
from raas_batch.store import leaving, organisations
from raas_batch.store.engine import engine
from raas_batch.store.tables import sent_file


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
        service = leaving.what_forbids(connection, row, moment.astimezone(BRUSSELS).date())
        if service is not None:
            raise Failure(
                f"{name} cannot leave again: the subscription of {row.receiver} to {service} is blocked, has ended or "
                "covers less than this file tells; `raas subscription list` shows it"
            )
        sending.publish(connection, settings, [row], moment)
