"""Received files and the journal of their states: the only module that changes a file's state."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, literal, select, union, update

from raas_batch.errors import Failure
from raas_batch.findings import Findings
from raas_batch.states import HOLD_THEIR_NUMBER, MOVES, State
from raas_batch.store.tables import file, finding, journal, skipped_sequence

Stream = tuple[str, str, str]
"""Sender, flow, environment: the files between which sequence numbers run."""


class MovedMeanwhile(Failure):
    """Somebody else brought the file into another state; our transaction must not be committed."""


def received(connection: Connection, **columns: Any) -> int:
    """Enter a file as RECEIVED and return its id."""
    statement = insert(file).values(state=State.RECEIVED, **columns).returning(file.c.id)
    file_id: int = connection.execute(statement).scalar_one()
    _write_down(connection, file_id, State.RECEIVED, None)
    return file_id


def locked(connection: Connection, file_id: int) -> Row[Any]:
    """The file's row, which no other transaction changes until this one ends."""
    return connection.execute(select(file).where(file.c.id == file_id).with_for_update()).one()


def free(connection: Connection, file_id: int) -> Row[Any] | None:
    """The same, or None when another transaction has it: then that one sees to it."""
    return connection.execute(select(file).where(file.c.id == file_id).with_for_update(skip_locked=True)).one_or_none()


def under_way(connection: Connection) -> list[int]:
    """The files of which a station must still be run: neither at an end, nor waiting for an operator or a number."""
    states = (State.RECEIVED, State.ACCEPTED, State.APPLIED)
    return list(connection.scalars(select(file.c.id).where(file.c.state.in_(states))))


def move(connection: Connection, row: Row[Any], state: State, reason: str | None = None, **columns: Any) -> None:
    """Bring a file into another state, with the columns that state fills in."""
    assert state in MOVES[State(row.state)], f"file {row.id}: {row.state} does not become {state}"
    unmoved = update(file).where(file.c.id == row.id, file.c.state == row.state)
    if connection.execute(unmoved.values(state=state, **columns)).rowcount != 1:
        raise MovedMeanwhile(f"file {row.id} is no longer {row.state}")
    _write_down(connection, row.id, state, reason)


def timed(connection: Connection, file_id: int, seconds: float) -> None:
    """Note how long the station took that brought the file into the state in which it is."""
    last = select(func.max(journal.c.id)).where(journal.c.file_id == file_id).scalar_subquery()
    connection.execute(update(journal).where(journal.c.id == last).values(seconds=seconds))


def list_findings(connection: Connection, file_id: int, findings: Findings) -> None:
    """Keep what is wrong with a file: the first of them, and how many there are."""
    listed = [
        {"file_id": file_id, "number": number, "code": f.code, "line": f.line, "xpath": f.xpath, "text": f.text}
        for number, f in enumerate(findings.listed, start=1)
    ]
    if listed:
        connection.execute(insert(finding), listed)
    connection.execute(update(file).where(file.c.id == file_id).values(finding_count=findings.total))


def first_gap(connection: Connection, stream: Stream, states: Iterable[State] = HOLD_THEIR_NUMBER) -> int:
    """The lowest sequence number from 1 that no file in these states has and no operator skipped."""
    taken = _taken(stream, states)
    numbers = union(taken, select(literal(0).label("sequence"))).subquery()
    after = taken.subquery()
    follows = select(after.c.sequence).where(after.c.sequence == numbers.c.sequence + 1).exists()
    statement = select(numbers.c.sequence + 1).where(~follows).order_by(numbers.c.sequence).limit(1)
    gap: int = connection.execute(statement).scalar_one()
    return gap


def holder_of_number(connection: Connection, stream: Stream, sequence: int) -> Row[Any] | None:
    """The file that has this number: neither refused nor a duplicate."""
    holds = file.c.state.in_([*HOLD_THEIR_NUMBER, State.PARKED])
    return connection.execute(select(file).where(*_in_stream(stream), file.c.sequence == sequence, holds)).one_or_none()


def is_skipped(connection: Connection, stream: Stream, sequence: int) -> bool:
    """Whether an operator decided that this number never comes."""
    statement = _skipped(stream).where(skipped_sequence.c.sequence == sequence)
    return connection.execute(statement).first() is not None


def in_state(connection: Connection, stream: Stream, state: State) -> list[Row[Any]]:
    """The stream's files in this state, in sequence order."""
    statement = select(file).where(*_in_stream(stream), file.c.state == state).order_by(file.c.sequence)
    return list(connection.execute(statement))


def _taken(stream: Stream, states: Iterable[State]) -> Select[tuple[int]]:
    has_number = select(file.c.sequence).where(*_in_stream(stream), file.c.state.in_(list(states)))
    return has_number.union(_skipped(stream))  # type: ignore[return-value]  # a union of selects selects


def _skipped(stream: Stream) -> Select[tuple[int]]:
    skipped = skipped_sequence.c
    return select(skipped.sequence).where(
        skipped.sender == stream[0], skipped.flow == stream[1], skipped.environment == stream[2]
    )


def _in_stream(stream: Stream) -> tuple[Any, ...]:
    return file.c.sender == stream[0], file.c.flow == stream[1], file.c.environment == stream[2]


def _write_down(connection: Connection, file_id: int, state: State, reason: str | None) -> None:
    connection.execute(insert(journal).values(file_id=file_id, state=state, reason=reason))
