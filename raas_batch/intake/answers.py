"""Our answers to a file: ACK for the file as a whole, RSP with a verdict on every record."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row

from raas_batch import sending
from raas_batch.findings import Findings
from raas_batch.intake import messages
from raas_batch.sending import Body, Outgoing
from raas_batch.settings import BRUSSELS, Settings
from raas_batch.states import State
from raas_batch.store import sent


def acknowledge(
    connection: Connection, settings: Settings, row: Row[Any], result: State, findings: Findings, moment: datetime
) -> None:
    """Write an ACK about the file and enter it, to be published."""
    number = sent.next_number(connection, row.sender, "ACK", environment_of(row, settings))
    body = messages.acknowledgement(row, result, findings)
    sent.record(connection, **written(settings, row, "ACK", number, body, moment))


def written(
    settings: Settings, row: Row[Any], flow: str, number: sent.Next, body: Body, moment: datetime
) -> dict[str, Any]:
    """Write a message about a received file, and its voucher, to the archive; returns its row of ``sent_file``."""
    legal_context = row.legal_context or settings.legal_context
    environment, day = environment_of(row, settings), moment.astimezone(BRUSSELS).date()
    outgoing = Outgoing(row.sender, flow, environment, legal_context, number, day, moment)
    return sending.written(settings, outgoing, body) | {"about_file_id": row.id, "written_at": moment}


def publish(database: Engine, settings: Settings, file_id: int, moment: datetime) -> int:
    """Put every answer about the file that is not in the outbox there. Returns how many."""
    with database.begin() as connection:
        waiting = [row for row in sent.about(connection, file_id) if row.published_at is None]
        return sending.publish(connection, settings, waiting, moment)


def environment_of(row: Row[Any], settings: Settings) -> str:
    """The environment in which a file is answered: its own if we take that, ours otherwise."""
    return str(row.environment if row.environment in settings.environments else settings.environment)
