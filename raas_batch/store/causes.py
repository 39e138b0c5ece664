"""What the numbers of the log stand for: the file and record, or the event, that made a line."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import ARRAY, BigInteger, Connection, any_, cast, literal, select

from raas_batch.store.tables import file, operation, ssin_event


class RecordCause(NamedTuple):
    """A record of the organisation; those applied before the log kept it have no recordId."""

    registers: bool
    file_name: str
    sequence: int
    record_id: str | None


class ReplacementCause(NamedTuple):
    """An event that moved lines of one SSIN to another, and the authentic source's file that told it."""

    file_name: str
    sequence: int
    event_id: str
    event_date: date
    ssin: str
    replaced_by: str


Cause = RecordCause | ReplacementCause


def told(connection: Connection, numbers: Iterable[int]) -> dict[int, Cause]:
    """What each of these numbers stands for: two queries, however many there are."""
    wanted = any_(cast(literal(sorted(numbers), ARRAY(BigInteger)), ARRAY(BigInteger)))
    marks = file.c.name, file.c.sequence
    records = select(operation, *marks).join(file, file.c.id == operation.c.file_id).where(operation.c.id == wanted)
    events = select(ssin_event, *marks).join(file, file.c.id == ssin_event.c.file_id).where(ssin_event.c.id == wanted)
    found: dict[int, Cause] = {
        row.id: RecordCause(row.registers, row.name, row.sequence, row.record_id) for row in connection.execute(records)
    }
    for row in connection.execute(events):
        found[row.id] = ReplacementCause(
            row.name, row.sequence, row.event_id, row.event_date, row.ssin, row.replaced_by
        )
    return found
