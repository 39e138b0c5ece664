"""What ACK and RSP look like as XML: the only module that writes them.

An ACK tells what came of a file as a whole; an RSP tells a verdict on every record, then the touched dossiers.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import starmap
from typing import Any, NamedTuple

from sqlalchemy import Row

from raas_batch.codes import CODES, Severity
from raas_batch.exchange.archive import Spool
from raas_batch.findings import Finding, Findings
from raas_batch.intake.flow import Dossier
from raas_batch.sending import Body
from raas_batch.states import State
from raas_batch.xml.writer import Header, element, write_all

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


class Counts(NamedTuple):
    """Records of a file: how many there are, how many are OK, how many are not."""

    read: int
    ok: int
    nok: int


def acknowledgement(row: Row[Any], result: State, findings: Findings) -> Body:
    """The ACK: what came of the file as a whole, and its findings."""

    def write(spool: Spool, header: Header) -> int:
        spool.write(
            f'{_DECLARATION}<ack:fileAcknowledgement xmlns:ack="urn:raas:ack:v1">\n{header}\n{_about(row)}'
            f"  {element('result', result)}\n  {element('findingCount', findings.total)}\n".encode()
        )
        listed = findings.listed
        if listed:
            spool.write(b"  <findings>\n")
            write_all(spool, (f"    {finding(each)}\n" for each in listed))
            spool.write(b"  </findings>\n")
        spool.write(b"</ack:fileAcknowledgement>\n")
        return len(listed)

    return write


class Told(NamedTuple):
    """What an RSP tells: the records of ``joined``, in input order, then the touched dossiers; XML before and after."""

    records: Iterable[Any]
    dossiers: Iterator[Dossier]
    opening: str
    closing: Iterator[str]


def response(row: Row[Any], counts: Counts, tells: Told, log_number: int) -> Body:
    """The RSP. ``log_number`` is that of the last change which the dossiers know of."""

    def write(spool: Spool, header: Header) -> int:
        spool.write(
            f'{_DECLARATION}<rsp:recordsResponse xmlns:rsp="urn:raas:rsp:v1">\n{header}\n{_about(row)}'
            f"  {element('processingMode', row.processing_mode)}\n  <counts>{element('read', counts.read)}"
            f"{element('ok', counts.ok)}{element('nok', counts.nok)}</counts>\n"
            f"  {element('logNumber', log_number)}\n{tells.opening}  <records>\n".encode()
        )
        told = write_all(spool, starmap(_record, tells.records))
        assert told == counts.read, f"file {row.id}: {counts.read} records read, {told} answered"
        spool.write(b"  </records>\n  <dossiers>\n")
        write_all(spool, map(_dossier, tells.dossiers))
        spool.write(b"  </dossiers>\n")
        write_all(spool, tells.closing)
        spool.write(b"</rsp:recordsResponse>\n")
        return told

    return write


def finding(found: Finding) -> str:
    """One finding, as an ACK lists it about a file and an RSP about a record."""
    return (
        f"<finding>{element('code', found.code)}{element('severity', CODES[found.code].severity)}"
        f"{element('line', found.line)}{element('xpath', found.xpath)}{element('text', found.text)}</finding>"
    )


def joined(records: Iterable[list[str]], told: Iterator[tuple[int, str]]) -> Iterator[tuple[str, str, str, str]]:
    """Lay what is told of some records, (position, XML), beside the verdicts: recordId, code, replacedBy or empty."""
    nothing = (-1, "")
    place, xml = next(told, nothing)
    for position, (record_id, code, replaced_by) in enumerate(records):
        mine = ""
        if place == position:
            mine, (place, xml) = xml, next(told, nothing)
        yield record_id, code, replaced_by, mine
    assert place == -1, f"something is told of record {place}, which comes earlier or not at all"


def _about(row: Row[Any]) -> str:
    return (
        f"  <file>{element('flow', row.flow)}{element('fileName', row.name)}"
        f"{element('fileSequenceNumber', row.sequence)}{element('fileSize', row.size)}"
        f"{element('sha256', row.sha256)}{element('recordCount', row.record_count)}</file>\n"
    )


def _record(record_id: str, code: str, replaced_by: str, told: str) -> str:
    last = element("replacedBy", replaced_by) if replaced_by else ""
    return f'    <record recordId="{record_id}">{_VERDICTS[code]}{last}{told}</record>\n'


def _dossier(dossier: Dossier) -> str:
    ssin, dossier_type, lines = dossier
    periods = "".join([_period(begin, end) for begin, end in lines])
    return f"    <dossier><ssin>{ssin}</ssin>{_dossier_type(dossier_type)}{periods}</dossier>\n"


def _period(begin: str, end: str) -> str:
    return f"<period><beginDate>{begin}</beginDate>{end and f'<endDate>{end}</endDate>'}</period>"


@lru_cache(maxsize=10_000)
def _dossier_type(code: str) -> str:
    return element("dossierType", code)


def _verdict(code: str) -> str:
    known = CODES[code]
    status = "NOK" if known.severity is Severity.FATAL else "OK"
    fields = f"<information>{element('fieldName', known.field)}</information>" if known.field else ""
    return f"{element('status', status)}{element('code', code)}{fields}"


_VERDICTS = {code: _verdict(code) for code in CODES}
