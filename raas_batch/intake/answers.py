"""Our answers to a file: ACK for the file as a whole, RSP with a verdict on every record.

An answer is written to the archive and entered in the transaction of what it tells; only then is it published. So it
is never told twice with other words, and never lost.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row

from raas_batch.exchange import archive, outbox
from raas_batch.findings import Findings
from raas_batch.intake import messages
from raas_batch.intake.messages import Body
from raas_batch.settings import BRUSSELS, Settings
from raas_batch.states import State
from raas_batch.store import sent
from raas_batch.vouchers import FileName, Voucher
from raas_batch.xml import vouchers
from raas_batch.xml.writer import Header


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
    environment = environment_of(row, settings)
    header = Header(settings.cbe_number, row.sender, row.legal_context or settings.legal_context, number.sequence)
    with archive.spool(settings.archive) as message:
        record_count = body(message, header)
    name = FileName(flow, row.sender, f"{moment.astimezone(BRUSSELS):%Y%m%d}", number.sequence, environment)
    voucher = Voucher(
        flow=flow,
        environment=environment,
        sender=header.sender,
        receiver=header.receiver,
        legal_context=header.legal_context,
        file_name=str(name),
        sequence=number.sequence,
        created=moment.astimezone(BRUSSELS).isoformat(timespec="seconds"),
        file_size=message.kept.size,
        sha256=message.kept.sha256,
        record_count=record_count,
        previous_sha256=number.previous_sha256,
    )
    with archive.spool(settings.archive) as beside:
        beside.write(vouchers.written(voucher))
    return {
        "receiver": row.sender, "flow": flow, "environment": environment, "sequence": number.sequence,
        "name": str(name), "sha256": message.kept.sha256, "voucher_sha256": beside.kept.sha256,
        "size": message.kept.size, "record_count": record_count, "about_file_id": row.id, "written_at": moment,
    }  # fmt: skip


def publish(database: Engine, settings: Settings, file_id: int, moment: datetime) -> int:
    """Put every answer about the file that is not in the outbox there. Returns how many."""
    with database.begin() as connection:
        waiting = [row for row in sent.about(connection, file_id) if row.published_at is None]
        for row in waiting:
            outbox.publish(settings.outbox, settings.archive, row.receiver, row.name, (row.sha256, row.voucher_sha256))
            sent.published(connection, row.id, moment)
    return len(waiting)


def environment_of(row: Row[Any], settings: Settings) -> str:
    """The environment in which a file is answered: its own if we take that, ours otherwise."""
    return str(row.environment if row.environment in settings.environments else settings.environment)
