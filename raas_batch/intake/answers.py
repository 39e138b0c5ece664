"""Our answers to a file: ACK for the file as a whole, RSP with a verdict on every record.

An answer is written to the archive and entered in the transaction of what it tells; only then is it published. So it
is never told twice with other words, and never lost.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Row

from raas_batch.codes import CODES, Severity
from raas_batch.exchange import archive, outbox
from raas_batch.exchange.archive import Spool
from raas_batch.findings import Findings
from raas_batch.intake.flow import Dossier
from raas_batch.periods import Period
from raas_batch.settings import BRUSSELS, Settings
from raas_batch.states import State
from raas_batch.store import sent
from raas_batch.vouchers import FileName, Voucher
from raas_batch.xml import vouchers
from raas_batch.xml.writer import Header, element, write_all

Body = Callable[[Spool, Header], int]
"""Writes a message to the spool and returns its number of records."""

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


class Counts(NamedTuple):
    """Records of a file: how many there are, how many are OK, how many are not."""

    read: int
    ok: int
    nok: int


def acknowledge(
    connection: Connection, settings: Settings, row: Row[Any], result: State, findings: Findings, moment: datetime
) -> None:
    """Write an ACK about the file and enter it, to be published."""
    number = sent.next_number(connection, row.sender, "ACK", environment_of(row, settings))
    body = _acknowledgement(row, result, findings)
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


def _acknowledgement(row: Row[Any], result: State, findings: Findings) -> Body:
    def write(spool: Spool, header: Header) -> int:
        spool.write(
            f'{_DECLARATION}<ack:fileAcknowledgement xmlns:ack="urn:raas:ack:v1">\n{header}\n{_about(row)}'
            f"  {element('result', result)}\n  {element('findingCount', findings.total)}\n".encode()
        )
        listed = findings.listed
        if listed:
            spool.write(b"  <findings>\n")
            write_all(
                spool,
                (
                    f"    <finding>{element('code', f.code)}{element('severity', CODES[f.code].severity)}"
                    f"{element('line', f.line)}{element('xpath', f.xpath)}{element('text', f.text)}</finding>\n"
                    for f in listed
                ),
            )
            spool.write(b"  </findings>\n")
        spool.write(b"</ack:fileAcknowledgement>\n")
        return len(listed)

    return write


def response(row: Row[Any], counts: Counts, records: Iterable[Any], dossiers: Iterator[Dossier]) -> Body:
    """The RSP: ``records`` are (recordId, code, replacedBy or None) in input order, then the touched dossiers."""

    def write(spool: Spool, header: Header) -> int:
        spool.write(
            f'{_DECLARATION}<rsp:recordsResponse xmlns:rsp="urn:raas:rsp:v1">\n{header}\n{_about(row)}'
            f"  {element('processingMode', row.processing_mode)}\n  <counts>{element('read', counts.read)}"
            f"{element('ok', counts.ok)}{element('nok', counts.nok)}</counts>\n  <records>\n".encode()
        )
        told = write_all(
            spool,
            (
                f'    <record recordId="{record_id}">{_VERDICTS[code]}{element("replacedBy", replaced_by)}</record>\n'
                for record_id, code, replaced_by in records
            ),
        )
        assert told == counts.read, f"file {row.id}: {counts.read} records read, {told} answered"
        spool.write(b"  </records>\n  <dossiers>\n")
        write_all(spool, map(_dossier, dossiers))
        spool.write(b"  </dossiers>\n</rsp:recordsResponse>\n")
        return told

    return write


def _about(row: Row[Any]) -> str:
    return (
        f"  <file>{element('flow', row.flow)}{element('fileName', row.name)}"
        f"{element('fileSequenceNumber', row.sequence)}{element('fileSize', row.size)}"
        f"{element('sha256', row.sha256)}{element('recordCount', row.record_count)}</file>\n"
    )


def _dossier(dossier: Dossier) -> str:
    ssin, dossier_type, lines = dossier
    periods = "".join(
        f"<period>{element('beginDate', p.begin_date)}{element('endDate', p.end_date)}</period>"
        for p in (Period(start, stop) for start, stop in lines)
    )
    return f"    <dossier>{element('ssin', ssin)}{element('dossierType', dossier_type)}{periods}</dossier>\n"


def _verdict(code: str) -> str:
    known = CODES[code]
    status = "NOK" if known.severity is Severity.FATAL else "OK"
    fields = f"<information>{element('fieldName', known.field)}</information>" if known.field else ""
    return f"{element('status', status)}{element('code', code)}{fields}"


_VERDICTS = {code: _verdict(code) for code in CODES}
