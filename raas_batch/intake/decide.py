"""What an operator may decide about a file, always with a reason that the journal keeps."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from raas_batch import codes
from raas_batch.errors import Failure, LastingFailure
from raas_batch.findings import Finding, Findings
from raas_batch.intake import answers
from raas_batch.settings import BRUSSELS, installation
from raas_batch.states import State
from raas_batch.store import files, locks, organisations, staging
from raas_batch.store.engine import engine
from raas_batch.store.tables import file, finding, skipped_sequence


class NotUndecided(LastingFailure):
    """The file is not one that waits for an operator."""

    def __init__(self, file_id: int, state: str | None, expected: str) -> None:
        found = f"is {state}" if state else "does not exist"
        super().__init__(f"file {file_id} {found}; only one that is {expected} can be decided on")


def release(file_id: int, reason: str) -> None:
    """Let a HELD file be applied in the next run, whatever the guards say."""
    with engine().begin() as connection:
        row = _undecided(connection, file_id, State.HELD)
        connection.execute(delete(finding).where(finding.c.file_id == file_id))
        files.move(connection, row, State.ACCEPTED, reason=reason, released=True, finding_count=0)


def refuse(file_id: int, reason: str, moment: datetime | None = None) -> None:
    """Refuse a file that is not applied and tell its sender why; its number is free, what follows it is parked.

    HELD and PARKED files wait for this or for another; RECEIVED and ACCEPTED ones when a station keeps failing on them.
    """
    settings, moment = installation(), moment or datetime.now(BRUSSELS)
    with engine(settings).begin() as connection:
        row = _undecided(connection, file_id, State.HELD, State.PARKED, State.RECEIVED, State.ACCEPTED)
        findings = Findings(settings.finding_limit)
        findings.add(Finding(codes.REFUSED_BY_OPERATOR, reason))
        connection.execute(delete(finding).where(finding.c.file_id == file_id))
        files.list_findings(connection, file_id, findings)
        files.move(connection, row, State.REFUSED, reason=reason)
        staging.forget(connection, row)
        _park_what_follows(connection, row)
        answers.acknowledge(connection, settings, row, State.REFUSED, findings, moment)
    answers.publish(engine(settings), settings, file_id, moment)


def skip(sender: str, flow: str, environment: str, sequence: int, reason: str) -> None:
    """Decide that a sequence number never comes, so that what is parked behind it may go on."""
    stream = (sender, flow, environment)
    with engine().begin() as connection:
        organisations.require(connection, sender)
        locks.alone(connection, locks.Purpose.SEQUENCE, sender)
        holder = files.holder_of_number(connection, stream, sequence)
        if holder is not None:
            raise Failure(
                f"number {sequence} is that of file {holder.id}, which is {holder.state}; it cannot be skipped"
            )
        if files.is_skipped(connection, stream, sequence):
            raise Failure(f"number {sequence} is skipped already")
        values = dict(zip(("sender", "flow", "environment"), stream, strict=True), sequence=sequence, reason=reason)
        connection.execute(insert(skipped_sequence).values(**values))


def _undecided(connection: Connection, file_id: int, *states: State) -> Row[Any]:
    row = connection.execute(select(file).where(file.c.id == file_id).with_for_update()).one_or_none()
    if row is None or row.state not in states:
        raise NotUndecided(file_id, None if row is None else row.state, " or ".join(states))
    return row


def _park_what_follows(connection: Connection, row: Row[Any]) -> None:
    if row.sequence is None:  # its voucher was never read: nothing can follow it
        return
    stream = (row.sender, row.flow, row.environment)
    for later in files.in_state(connection, stream, State.ACCEPTED):
        if later.sequence > row.sequence:
            files.move(connection, later, State.PARKED, reason=f"number {row.sequence} was refused")
