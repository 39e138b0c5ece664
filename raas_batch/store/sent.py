"""Our own files: numbered without gaps per receiver, flow and environment, and what is not published yet."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, insert, select, update

from raas_batch.store import locks
from raas_batch.store.tables import sent_file


class Next(NamedTuple):
    """The next number of a stream, and the SHA-256 of the file before it (None for the first)."""

    sequence: int
    previous_sha256: str | None


def next_number(connection: Connection, receiver: str, flow: str, environment: str) -> Next:
    """Take the next number; others who number for this receiver wait until our transaction ends."""
    locks.alone(connection, locks.Purpose.STREAM, receiver)
    sent = sent_file.c
    statement = (
        select(sent.sequence, sent.sha256)
        .where(sent.receiver == receiver, sent.flow == flow, sent.environment == environment)
        .order_by(sent.sequence.desc())
        .limit(1)
    )
    last = connection.execute(statement).one_or_none()
    return Next(1, None) if last is None else Next(last.sequence + 1, last.sha256)


def record(connection: Connection, **columns: Any) -> int:
    """Enter a file that lies in the archive, to be published once this transaction is committed. Returns its id."""
    sent_id: int = connection.execute(insert(sent_file).values(**columns).returning(sent_file.c.id)).scalar_one()
    return sent_id


def about(connection: Connection, file_id: int) -> list[Row[Any]]:
    """Our files about a received file, in order."""
    statement = select(sent_file).where(sent_file.c.about_file_id == file_id)
    return list(connection.execute(statement.order_by(sent_file.c.id)))


def waiting(connection: Connection, receiver: str, flow: str) -> list[Row[Any]]:
    """Files of a flow that are not in the receiver's outbox yet, in order."""
    of_flow = sent_file.c.receiver == receiver, sent_file.c.flow == flow, sent_file.c.published_at.is_(None)
    return list(connection.execute(select(sent_file).where(*of_flow).order_by(sent_file.c.sequence)))


def published(connection: Connection, sent_id: int, moment: datetime) -> None:
    """Note that a file is in the outbox; one that is given again keeps the moment at which it first was."""
    unpublished = sent_file.c.id == sent_id, sent_file.c.published_at.is_(None)
    connection.execute(update(sent_file).where(*unpublished).values(published_at=moment))
