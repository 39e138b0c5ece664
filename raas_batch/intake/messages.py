"""What ACK and RSP look like as XML: the only module that writes them.

An ACK tells what came of a file as a whole; an RSP tells a verdict on every record, then the touched dossiers.
"""

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from shutil import copyfileobj
from typing import IO, Any, NamedTuple

from sqlalchemy import Row

from raas_batch import ahead
from raas_batch.codes import CODES, Severity
from raas_batch.errors import CountsDoNotAddUp
from raas_batch.exchange.archive import Spool
from raas_batch.findings import Finding, Findings
from raas_batch.progress import step
from raas_batch.sending import Body
from raas_batch.states import State
from raas_batch.store.verdicts import Verdicts
from raas_batch.xml.writer import Header, by_columns, element, write_all

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
    """What an RSP tells: the records as ``joined`` gives them, then the touched dossiers; XML before and after."""

    records: Generator[tuple[int, str]]
    dossiers: IO[bytes]
    opening: str
    closing: Iterator[str]


def response(row: Row[Any], counts: Counts, tells: Told, log_number: int) -> Body:
    """The RSP. ``log_number`` is that of the last change which the dossiers know of.

    Writing it raises CountsDoNotAddUp when it does not tell as many records as the voucher promised.
    """

    def write(spool: Spool, header: Header) -> int:
        spool.write(
            f'{_DECLARATION}<rsp:recordsResponse xmlns:rsp="urn:raas:rsp:v1">\n{header}\n{_about(row)}'
            f"  {element('processingMode', row.processing_mode)}\n  <counts>{element('read', counts.read)}"
            f"{element('ok', counts.ok)}{element('nok', counts.nok)}</counts>\n"
            f"  {element('logNumber', log_number)}\n{tells.opening}  <records>\n".encode()
        )
        told = 0
        with step(f"answer {row.name}", counts.read) as advance, closing(tells.records):
            for count, written in tells.records:
                spool.write(written.encode())
                told += count
                advance(count)
        if told != counts.read:
            raise CountsDoNotAddUp(f"file {row.id}: {counts.read} records promised, {told} answered")
        spool.write(b"  </records>\n  <dossiers>\n")
        tells.dossiers.seek(0)
        copyfileobj(tells.dossiers, spool)
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


def joined(verdicts: Iterable[Verdicts], told: Iterator[tuple[int, str]]) -> Generator[tuple[int, str]]:
    """Verdicts in file order, some at a time, with what is told of some records, (position, XML), beside.

    Gives how many records, and their XML.
    """
    return ahead.worked(_beside(verdicts, told), _joined)


def _beside(verdicts: Iterable[Verdicts], told: Iterator[tuple[int, str]]) -> Iterator[tuple[Verdicts, dict[int, str]]]:
    """Verdicts, and the XML that some have beside them, by their place among these."""
    nothing = (-1, "")
    place, xml = next(told, nothing)
    first = 0
    for some in verdicts:
        beside = {at: element("replacedBy", ssin) for at, ssin in some.applied_to.items()}
        while first <= place < first + len(some.record_ids):
            beside[place - first] = beside.get(place - first, "") + xml
            place, xml = next(told, nothing)
        yield some, beside
        first += len(some.record_ids)
    assert place == -1, f"something is told of record {place}, which comes earlier or not at all"


def _joined(given: tuple[Verdicts, dict[int, str]]) -> tuple[int, str]:
    (record_ids, codes, _), beside = given
    ends = list(map(_ENDS.__getitem__, codes))
    for at, xml in beside.items():
        ends[at] = _end(codes[at], xml)
    return len(record_ids), by_columns(len(record_ids), '    <record recordId="', record_ids, ends)


def dossiers(ssins: list[str], types: list[str], held: list[str]) -> str:
    """Touched dossiers: of each the SSIN, its ``dossier_type``, its ``periods`` one after the other."""
    return by_columns(len(ssins), "    <dossier><ssin>", ssins, "</ssin>", types, held, "</dossier>\n")


def dossier_type(code: str) -> str:
    """A dossier type, to be written many times."""
    return element("dossierType", code)


def periods(begins: Iterable[str], ends: Iterable[str]) -> list[str]:
    """Lines' first and last days; an open one has no last one, which is empty."""
    return [
        f"<period><beginDate>{begin}</beginDate>{end and f'<endDate>{end}</endDate>'}</period>"
        for begin, end in zip(begins, ends, strict=True)
    ]


def _about(row: Row[Any]) -> str:
    return (
        f"  <file>{element('flow', row.flow)}{element('fileName', row.name)}"
        f"{element('fileSequenceNumber', row.sequence)}{element('fileSize', row.size)}"
        f"{element('sha256', row.sha256)}{element('recordCount', row.record_count)}</file>\n"
    )


def _end(code: str, beside: str = "") -> str:
    """What follows the recordId: a verdict, and what is told beside it."""
    known = CODES[code]
    status = "NOK" if known.severity is Severity.FATAL else "OK"
    fields = f"<information>{element('fieldName', known.field)}</information>" if known.field else ""
    return f'">{element("status", status)}{element("code", code)}{fields}{beside}</record>\n'


_ENDS = {code: _end(code) for code in CODES}
