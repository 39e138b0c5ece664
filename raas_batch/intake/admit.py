"""Judges a file as a whole: voucher, sender's rights, document. All problems are told, not the first one.

What may be applied is ACCEPTED, or PARKED when an earlier sequence number is missing; its records are then staged.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from time import perf_counter
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from raas_batch import codes
from raas_batch.exchange import archive
from raas_batch.findings import Finding, Findings
from raas_batch.intake import answers, document, rights
from raas_batch.intake.flow import Flow
from raas_batch.isolation import failure, tried
from raas_batch.log import rate, told
from raas_batch.progress import Advance, step
from raas_batch.settings import BRUSSELS, Settings, installation
from raas_batch.states import State
from raas_batch.store import files, leaving, locks, staging, statistics
from raas_batch.store.engine import engine
from raas_batch.store.tables import file
from raas_batch.vouchers import Arrived, Installation, Voucher, broken_promises
from raas_batch.xml import reader, vouchers
from raas_batch.xml.shape import Batch

Flows = Mapping[str, Flow]

_LARGE = 1 << 20
"""Bytes of files from which on the database is told what was staged of them."""


class Read(NamedTuple):
    """A document as it is being read, and the day on which it is judged."""

    batches: Iterator[Batch]
    today: date


def admit(flows: Flows, file_ids: Iterable[int], moment: datetime | None = None) -> list[int]:
    """Judge the RECEIVED files among these and acknowledge each; files of a flow that is not given are refused."""
    settings, moment = installation(), moment or datetime.now(BRUSSELS)
    file_ids, staged = list(file_ids), list[int]()
    failed = tried("admit", file_ids, lambda file_id: staged.append(_admit(flows, settings, file_id, moment)))
    if sum(staged) >= _LARGE:  # once for all of them: file by file it took half of the time of fifty
        tables = {flow.staged.name: flow.staged for flow in flows.values()}
        tried("sample", tables, lambda name: statistics.renew(engine(settings), [tables[name]], patient=True))
    if failed:
        raise failure("admit", failed)
    return file_ids


def _admit(flows: Flows, settings: Settings, file_id: int, moment: datetime) -> int:
    """Returns the bytes of which the records are staged, now or since a run that was killed."""
    database = engine(settings)
    with database.begin() as connection:
        row = files.free(connection, file_id)
        state = None if row is None else row.state
        if row is not None and state == State.RECEIVED:
            begun = perf_counter()
            state = _judge(connection, flows, settings, row, moment)
            files.timed(connection, file_id, spent := perf_counter() - begun)
            told("admit", file=file_id, flow=row.flow, state=str(state), **rate(None, row.size, spent))
    answers.publish(database, settings, file_id, moment)
    return (row.size or 0) if row is not None and state in (State.ACCEPTED, State.PARKED) else 0


def _judge(connection: Connection, flows: Flows, settings: Settings, row: Row[Any], moment: datetime) -> State:
    findings, named_flow = Findings(settings.finding_limit), row.flow
    with archive.read(settings.archive, row.voucher_sha256) as stream:
        voucher = vouchers.read(stream, findings)
    if voucher is not None:
        row = _entered(connection, row, voucher)
        holder = files.holder_of_number(connection, _stream(row), row.sequence)
        if holder is not None and holder.sha256 == row.sha256 and row.sender == voucher.sender:
            return _repeat_answer(connection, row, holder, moment)
        arrived = Arrived(row.sender, row.name, row.size, row.sha256)
        here = Installation(settings.cbe_number, settings.environments)
        findings.add_all(broken_promises(voucher, arrived, here))
        findings.add_all(rights.number_objections(connection, row, holder))
    if named_flow in (None, row.flow):  # else the name or the voucher is wrong, and the rest would be guesswork
        findings.add_all(rights.objections(connection, flows, row))
    if row.flow in flows and named_flow in (None, row.flow):
        with (
            archive.read(settings.archive, row.sha256) as stream,
            step(f"read {row.name}", row.record_count or 0) as on,
        ):
            batches = _counted(reader.batches(stream, flows[row.flow].shape, findings), on)
            compared = batches if voucher is None else document.compared(batches, voucher, findings)
            _stage(connection, flows[row.flow], row, Read(compared, moment.astimezone(BRUSSELS).date()), findings)
    if findings:
        return _refuse(connection, settings, row, findings, moment)
    return _accept(connection, settings, row, moment)


def _counted(batches: Iterator[Batch], advance: Advance) -> Iterator[Batch]:
    for batch in batches:
        yield batch
        advance(len(batch))


def _entered(connection: Connection, row: Row[Any], voucher: Voucher) -> Row[Any]:
    """Let the file's row say what the voucher says; the inbox's owner stays its sender."""
    statement = file.update().where(file.c.id == row.id)
    said = {
        "flow": voucher.flow,
        "environment": voucher.environment,
        "sequence": voucher.sequence,
        "legal_context": voucher.legal_context,
        "record_count": voucher.record_count,
        "processing_mode": voucher.processing_mode,
    }
    return connection.execute(statement.values(**said).returning(file)).one()


def _stage(connection: Connection, flow: Flow, row: Row[Any], read: Read, findings: Findings) -> None:
    """Stream the document through its schema into the staging table; nothing stays staged when there are findings."""
    savepoint = connection.begin_nested()
    flow.stage(connection, row, read.batches, read.today)
    if findings:
        savepoint.rollback()
    else:
        savepoint.commit()


def _refuse(connection: Connection, settings: Settings, row: Row[Any], findings: Findings, moment: datetime) -> State:
    files.list_findings(connection, row.id, findings)
    files.move(connection, row, State.REFUSED)
    answers.acknowledge(connection, settings, row, State.REFUSED, findings, moment)
    return State.REFUSED


def _accept(connection: Connection, settings: Settings, row: Row[Any], moment: datetime) -> State:
    """Accept or park; what became of the number while the document was read is looked at once more."""
    locks.alone(connection, locks.Purpose.SEQUENCE, row.sender)
    meanwhile = Findings(settings.finding_limit)
    holder = files.holder_of_number(connection, _stream(row), row.sequence)
    meanwhile.add_all(rights.number_objections(connection, row, holder))
    if meanwhile:
        staging.forget(connection, row)
        return _refuse(connection, settings, row, meanwhile, moment)
    expected = files.first_gap(connection, _stream(row))
    state = State.ACCEPTED if row.sequence <= expected else State.PARKED
    findings = Findings(settings.finding_limit)
    if state is State.PARKED:
        text = f"number {expected} is missing; number {row.sequence} is applied by itself once it is there"
        findings.add(Finding(codes.FILE_PARKED, text))
    files.list_findings(connection, row.id, findings)
    files.move(connection, row, state)
    answers.acknowledge(connection, settings, row, state, findings, moment)
    return state


def _repeat_answer(connection: Connection, row: Row[Any], first: Row[Any], moment: datetime) -> State:
    """The same file again: what was answered to the first, and may still leave, is published once more, bit for bit."""
    files.move(connection, row, State.DUPLICATE, first_file_id=first.id)
    leaving.publish_again(connection, first.id, moment.astimezone(BRUSSELS).date())
    return State.DUPLICATE


def _stream(row: Row[Any]) -> files.Stream:
    return row.sender, row.flow, row.environment
