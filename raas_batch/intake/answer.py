"""Publishes what is not in the outbox yet and closes the files whose RSP is: the last station of every flow."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from raas_batch.intake import answers
from raas_batch.intake.flow import Flow
from raas_batch.isolation import each
from raas_batch.log import told
from raas_batch.settings import BRUSSELS, Settings, installation
from raas_batch.states import State
from raas_batch.store import files
from raas_batch.store.engine import engine
from raas_batch.store.tables import file


def answer(flow: Flow, file_ids: Iterable[int], moment: datetime | None = None) -> list[int]:
    """Answer every applied file of the senders of these files, and publish again what duplicates asked for.

    Returns the ids of the files that became ANSWERED.
    """
    settings, moment = installation(), moment or datetime.now(BRUSSELS)
    file_ids = list(file_ids)
    given = file.c.id.in_(file_ids)
    with engine(settings).connect() as connection:
        senders = select(file.c.sender).where(given)
        applied = select(file.c.id).where(
            file.c.sender.in_(senders), file.c.flow == flow.code, file.c.state == State.APPLIED
        )
        repeated = select(file.c.first_file_id).where(given, file.c.first_file_id.is_not(None))
        to_close = sorted(connection.scalars(applied))
        to_publish = sorted({*file_ids, *connection.scalars(repeated)})
    each("publish", to_publish, lambda file_id: answers.publish(engine(settings), settings, file_id, moment))
    each("answer", to_close, lambda file_id: _close(settings, file_id, moment))
    return to_close


def _close(settings: Settings, file_id: int, moment: datetime) -> None:
    answers.publish(engine(settings), settings, file_id, moment)
    with engine(settings).begin() as connection:
        row = files.locked(connection, file_id)
        if row.state == State.APPLIED:
            files.move(connection, row, State.ANSWERED)
            told("answer", file=file_id, read=row.read, ok=row.ok, nok=row.nok)
