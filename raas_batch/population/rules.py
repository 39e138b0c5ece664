"""The rules on a person that need the rest of the file, the mirror or the register: one condition each, in SQL."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    cast,
    exists,
    func,
    not_,
    null,
    or_,
    select,
    update,
)

from raas_batch import codes
from raas_batch.store import events, judged, knows, persons
from raas_batch.store.staging import came_before
from raas_batch.store.tables import operation, person, replacement, ssin_event, staged_person
from raas_batch.store.types import SSIN

sent = staged_person.c


def judge(connection: Connection, row: Row[Any]) -> None:
    """Make the table ``judged``: a code for every person of the file.

    Whether a replacement runs in a circle depends on which others are accepted, so that is judged last.
    """
    judged.create(connection, verdicts(row.id))
    circles = persons.in_circles(connection, row.id)
    if circles:
        in_circle = and_(sent.file_id == row.id, sent.position == judged.judged.c.position, sent.ssin.in_(circles))
        refused = update(judged.judged).where(in_circle, judged.is_ok)
        connection.execute(refused.values(code=codes.REPLACEMENT_CIRCULAR))


def verdicts(file_id: int) -> Select[Any]:
    """Every person of the file with its code, circles apart."""
    rules = [
        (codes.RECORD_ID_USED, came_before(sent.position, sent.record_id)),
        (codes.PERSON_REPEATED, came_before(sent.position, sent.ssin)),
        (codes.SSIN_IN_USE_CHANGED, and_(_replacement_differs(), or_(_is_in_use(), _is_replaced_by_event()))),
        (codes.SSIN_IN_USE_CHANGED, and_(_cancellation_differs(), or_(_is_in_use(), _is_named_by_event()))),
    ]
    code = case(
        (sent.defect.is_not(None), sent.defect),
        *((broken, code) for code, broken in rules),
        else_=codes.TREATMENT_SUCCESSFUL,
    )
    replaced = staged_person.outerjoin(replacement, replacement.c.old_ssin == sent.ssin)
    beside = replaced.outerjoin(person, person.c.ssin == sent.ssin)
    columns = sent.position, code.label("code"), cast(null(), SSIN).label("replaced_by")
    return select(*columns).select_from(beside).where(sent.file_id == file_id)


def _replacement_differs() -> ColumnElement[bool]:
    return sent.replaced_by.is_distinct_from(replacement.c.new_ssin)


def _cancellation_differs() -> ColumnElement[bool]:
    """Repeating the cancellation of an event is no difference: it is the event's, and the mirror leaves it there."""
    return and_(sent.canceled != person.c.canceled, not_(and_(sent.canceled, events.is_canceled(sent.ssin))))


def _is_in_use() -> ColumnElement[bool]:
    """Some record of the register names the SSIN, or one whose chain ends where its own does.

    Its lines would have to move, or their holders to hear that it is canceled: that is for a replacement list.
    """
    kin = replacement.alias("kin")
    end = func.coalesce(replacement.c.last_ssin, sent.ssin)
    asked = select(operation.c.id).select_from(knows.operations)
    same_end = asked.where(kin.c.last_ssin == end, knows.ssin == kin.c.old_ssin)
    return or_(asked.where(knows.ssin == sent.ssin).exists(), same_end.exists())


def _is_replaced_by_event() -> ColumnElement[bool]:
    return exists().where(ssin_event.c.ssin == sent.ssin, ssin_event.c.kind == "REPLACED", events.stands)


def _is_named_by_event() -> ColumnElement[bool]:
    return exists().where(or_(ssin_event.c.ssin == sent.ssin, ssin_event.c.replaced_by == sent.ssin), events.stands)
