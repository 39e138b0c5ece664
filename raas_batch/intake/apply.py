"""Brings accepted files into the register, one writer per organisation, each in one transaction with its answer.

A file goes in when every lower sequence number of its sender has, and every file that came before it of the flows it
comes after. A guard may hold it; a simulation file goes the same way and is rolled back just before its end.
"""

from collections.abc import Iterable
from datetime import datetime
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, Row, and_, exists, or_, select

from raas_batch import codes
from raas_batch.errors import CountsDoNotAddUp
from raas_batch.findings import Finding, Findings
from raas_batch.intake import answers, messages
from raas_batch.intake.flow import Effect, Flow, nothing_more
from raas_batch.isolation import each
from raas_batch.log import rate, told
from raas_batch.settings import BRUSSELS, Settings, installation
from raas_batch.states import State
from raas_batch.store import (
    digests,
    files,
    judged,
    ledger,
    locks,
    numbering,
    organisations,
    sent,
    staging,
    statistics,
    verdicts,
)
from raas_batch.store.engine import engine
from raas_batch.store.tables import file, organisation
from raas_batch.vouchers import ALL_OR_NOTHING, SIMULATION

OF_THE_SOURCE = ("POP", "RPL", "MUT")
"""Flows that authentic sources alone may send: nobody else's file of one of these holds others up."""

_TOGETHER, _TELLING_TOGETHER = 10_000, 1_000
"""Records whose answers are in memory at a time, where nothing is told beside a verdict and where much may be."""


def apply(flow: Flow, file_ids: Iterable[int], moment: datetime | None = None) -> list[int]:
    """Apply what is due of the senders of these files, in sequence. Returns the file ids it was given."""
    settings, file_ids = installation(), list(file_ids)
    with engine(settings).connect() as connection:
        statement = select(file.c.sender).where(file.c.id.in_(file_ids), file.c.flow == flow.code).distinct()
        senders = sorted(connection.scalars(statement))
    each("apply", senders, lambda sender: _apply_sender(flow, settings, sender, moment))
    return file_ids


def _apply_sender(flow: Flow, settings: Settings, sender: str, given: datetime | None) -> None:
    for environment in sorted(settings.environments):
        stream = (sender, flow.code, environment)
        while (applied := _apply_next(flow, settings, stream, given)) is not None:
            answers.publish(engine(settings), settings, applied.id, given or datetime.now(BRUSSELS))
            statistics.renew_grown(engine(settings), flow.fills, applied.record_count)


def _apply_next(flow: Flow, settings: Settings, stream: files.Stream, given: datetime | None) -> Row[Any] | None:
    """Apply the next file of the stream in a transaction of its own; None when none is due."""
    with engine(settings).begin() as connection:
        locks.alone(connection, locks.Purpose.REGISTER, stream[0])
        first_look = _due(connection, flow, stream)
        if first_look is None:
            return None
        locks.mirror(connection, flow.changes_mirror and not flow.spares_mirror(connection, first_look))
        if flow.makes_notices:
            locks.notices(connection, alone=False)
        row = _due(connection, flow, stream)  # anew: who had the mirror, or an operator, may have changed it
        if row is None or row.id != first_look.id:
            return None
        moment = given or datetime.now(BRUSSELS)  # not before the locks: nobody changed a line since
        begun = perf_counter()
        state = _apply(connection, flow, settings, row, moment)
        files.timed(connection, row.id, spent := perf_counter() - begun)
        count = row.record_count
        told("apply", file=row.id, flow=flow.code, state=str(state), records=count, **rate(count, row.size, spent))
        return row


def _due(connection: Connection, flow: Flow, stream: files.Stream) -> Row[Any] | None:
    """The accepted file whose turn it is; a parked one is accepted when the gap before it has closed."""
    expected = files.first_gap(connection, stream)
    for parked in files.in_state(connection, stream, State.PARKED):
        if parked.sequence == expected:
            files.move(connection, parked, State.ACCEPTED)
            expected = files.first_gap(connection, stream)
    turn = files.first_gap(connection, stream, (State.APPLIED, State.ANSWERED))
    due = next((row for row in files.in_state(connection, stream, State.ACCEPTED) if row.sequence == turn), None)
    return None if due is None or _must_wait(connection, flow, due) else due


def _must_wait(connection: Connection, flow: Flow, row: Row[Any]) -> bool:
    """Whether a file that goes before is still on its way; one that an operator must decide on is not."""
    earlier, held = file.alias("earlier"), file.alias("held")
    is_held = exists().where(
        held.c.sender == earlier.c.sender,
        held.c.flow == earlier.c.flow,
        held.c.environment == earlier.c.environment,
        held.c.state == State.HELD,
    )
    is_source = organisation.c.role == organisations.AUTHENTIC_SOURCE
    may_send = exists().where(
        organisation.c.cbe_number == earlier.c.sender, is_source == earlier.c.flow.in_(OF_THE_SOURCE)
    )
    of_a_source = and_(earlier.c.flow.in_(flow.after), may_send)
    of_its_own = and_(earlier.c.flow.in_(flow.after_own), earlier.c.sender == row.sender)
    on_its_way = exists().where(
        or_(of_a_source, of_its_own),
        earlier.c.received_at <= row.received_at,  # one claim is one moment, whatever order it took them in
        earlier.c.state.in_([State.RECEIVED, State.ACCEPTED]),
        ~is_held,
    )
    return bool(connection.scalar(select(on_its_way)))


def _apply(connection: Connection, flow: Flow, settings: Settings, row: Row[Any], moment: datetime) -> State:
    flow.entitle(connection, row, moment.astimezone(BRUSSELS).date())
    flow.judge(connection, row)
    counts = _counts(connection, flow, row)
    limits = _limits(connection, settings, row)
    if counts.read >= settings.guard_floor and counts.nok > limits["failed"] * counts.read and not row.released:
        text = f"{counts.nok} of its {counts.read} records fail, more than {limits['failed']:.0%}"
        return _hold(connection, settings, row, Finding(codes.FAILURE_GUARD, text), moment)
    if row.processing_mode == ALL_OR_NOTHING and counts.nok:
        judged.fail_all(connection, flow.staged, row.id)
    number = sent.next_number(connection, row.sender, "RSP", row.environment)
    savepoint = connection.begin_nested()
    effect = flow.write(connection, row, settings, moment.astimezone(BRUSSELS).date())
    with effect.dossiers:
        if _removes_too_much(effect, settings, limits["removed"]) and not row.released:
            savepoint.rollback()
            share = f"{effect.lines_removed} of {effect.lines_before} lines, more than {limits['removed']:.0%}"
            return _hold(connection, settings, row, Finding(codes.REMOVAL_GUARD, f"it would remove {share}"), moment)
        counts, last = _counts(connection, flow, row), numbering.last(connection)
        digests.enter(connection, last)
        body = messages.response(row, counts, _told(connection, flow, row, effect), last)
        answer = answers.written(settings, row, "RSP", number, body, moment)
    if row.environment == SIMULATION:
        savepoint.rollback()
    else:
        savepoint.commit()
    answer["id"] = sent.record(connection, **answer)
    disclosure = flow.disclosed(connection, row)
    if disclosure is not None:
        ledger.append(connection, answer, *disclosure)
    staging.forget(connection, row)
    files.move(connection, row, State.APPLIED, applied_at=moment, **counts._asdict())
    return State.APPLIED


def _told(connection: Connection, flow: Flow, row: Row[Any], effect: Effect) -> messages.Told:
    together = _TOGETHER if flow.told is nothing_more else _TELLING_TOGETHER
    each_verdict = verdicts.of_file(connection, flow.staged, row, together)
    records = messages.joined(each_verdict, flow.told(connection, row))
    opening, closing = flow.opening(connection, row), flow.closing(connection, row)
    return messages.Told(records, effect.dossiers, opening, closing)


def _counts(connection: Connection, flow: Flow, row: Row[Any]) -> messages.Counts:
    """Records that are OK and not. Raises: CountsDoNotAddUp when a flow that judges every record lost one of them."""
    judged_ones, nok = judged.count(connection)
    if flow.keeps_every_verdict and judged_ones != row.record_count:
        raise CountsDoNotAddUp(f"file {row.id}: {row.record_count} records promised, {judged_ones} judged")
    return messages.Counts(row.record_count, row.record_count - nok, nok)


def _limits(connection: Connection, settings: Settings, row: Row[Any]) -> dict[str, float]:
    """The guards' shares for this sender: its own, or the installation's."""
    owner = connection.execute(select(organisation).where(organisation.c.cbe_number == row.sender)).one()
    removed, failed = owner.guard_removed_share, owner.guard_failed_share
    return {
        "removed": float(settings.guard_removed_share if removed is None else removed),
        "failed": float(settings.guard_failed_share if failed is None else failed),
    }


def _removes_too_much(effect: Effect, settings: Settings, share: float) -> bool:
    return effect.lines_before >= settings.guard_floor and effect.lines_removed > share * effect.lines_before


def _hold(connection: Connection, settings: Settings, row: Row[Any], finding: Finding, moment: datetime) -> State:
    findings = Findings(settings.finding_limit)
    findings.add(finding)
    files.move(connection, row, State.HELD, reason=finding.code)
    files.list_findings(connection, row.id, findings)
    answers.acknowledge(connection, settings, row, State.HELD, findings, moment)
    return State.HELD
