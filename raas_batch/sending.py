"""Our own files on their way out: into the archive with their voucher, later from there into the outbox.

A file is entered in the transaction of what it tells and published only then: never told twice with other words, and
never lost. The bytes depend on nothing but what is given here.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from raas_batch.digests import Digests
from raas_batch.exchange import archive, outbox
from raas_batch.exchange.archive import Spool
from raas_batch.settings import BRUSSELS, Settings
from raas_batch.store import sent
from raas_batch.vouchers import FileName, Voucher
from raas_batch.xml import vouchers
from raas_batch.xml.writer import Header

Body = Callable[[Spool, Header], int]
"""Writes a message to the spool and returns its number of records."""


class Outgoing(NamedTuple):
    """What a file of ours is: to whom, in which stream and place, why it may go, of which day and moment.

    ``digests``: how the receiver's lines stand at its end, for the last daily file of a day.
    """

    receiver: str
    flow: str
    environment: str
    legal_context: str
    number: sent.Next
    day: date
    created: datetime
    digests: Digests | None = None


def written(settings: Settings, outgoing: Outgoing, body: Body) -> dict[str, Any]:
    """Write a message and its voucher to the archive; returns its row of ``sent_file``, without the moment."""
    header = Header(settings.cbe_number, outgoing.receiver, outgoing.legal_context, outgoing.number.sequence)
    with archive.spool(settings.archive) as message:
        record_count = body(message, header)
    voucher = _voucher(outgoing, header, message.kept, record_count)
    with archive.spool(settings.archive) as beside:
        beside.write(vouchers.written(voucher))
    return {
        "receiver": outgoing.receiver, "flow": outgoing.flow, "environment": outgoing.environment,
        "sequence": outgoing.number.sequence, "name": voucher.file_name, "sha256": message.kept.sha256,
        "voucher_sha256": beside.kept.sha256, "size": message.kept.size, "record_count": record_count,
    }  # fmt: skip


def publish(connection: Connection, settings: Settings, files: Iterable[Row[Any]], moment: datetime) -> int:
    """Put these rows of ``sent_file`` in the outbox, from the archive, and note it. Returns how many."""
    count = 0
    for row in files:
        outbox.publish(settings.outbox, settings.archive, row.receiver, row.name, (row.sha256, row.voucher_sha256))
        sent.published(connection, row.id, moment)
        count += 1
    return count


def _voucher(outgoing: Outgoing, header: Header, kept: archive.Kept, record_count: int) -> Voucher:
    day, number = f"{outgoing.day:%Y%m%d}", outgoing.number
    return Voucher(
        flow=outgoing.flow,
        environment=outgoing.environment,
        sender=header.sender,
        receiver=header.receiver,
        legal_context=header.legal_context,
        file_name=str(FileName(outgoing.flow, outgoing.receiver, day, number.sequence, outgoing.environment)),
        sequence=number.sequence,
        created=outgoing.created.astimezone(BRUSSELS).isoformat(timespec="seconds"),
        file_size=kept.size,
        sha256=kept.sha256,
        record_count=record_count,
        previous_sha256=number.previous_sha256,
        digests=outgoing.digests,
    )
