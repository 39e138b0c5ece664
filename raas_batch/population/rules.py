"""The rules on a person that need the rest of the file, the mirror or the register: one condition each, in SQL."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Row, Select, and_, case, exists, func, null, select

from raas_batch import codes
from raas_batch.store import judged, persons
from raas_batch.store.tables import operation, replacement, staged_person

sent = staged_person.c


def judge(connection: Connection, row: Row[Any]) -> None:
    """Make the table ``judged``: a code for every person of the file."""
    circles = persons.in_circles(connection, row.id)
    judged.create(connection, verdicts(row.id, circles))


def verdicts(file_id: int, circles: list[str]) -> Select[Any]:
    """Every person of the file with its code; ``circles``: SSINs whose replacement would lead back to itself."""
    record_ids, ssins = _repeated(sent.record_id, file_id), _repeated(sent.ssin, file_id)
    rules = [
        (codes.RECORD_ID_USED, sent.position > func.coalesce(record_ids.c.first, sent.position)),
        (codes.PERSON_REPEATED, sent.position > func.coalesce(ssins.c.first, sent.position)),
        (codes.REPLACEMENT_CIRCULAR, sent.ssin.in_(circles)),
        (codes.REPLACEMENT_CHANGED, and_(_replacement_differs(), _is_in_use())),
    ]
    code = case(
        (sent.defect.is_not(None), sent.defect),
        *((broken, code) for code, broken in rules),
        else_=codes.TREATMENT_SUCCESSFUL,
    )
    beside = (
        staged_person.outerjoin(record_ids, record_ids.c.value == sent.record_id)
        .outerjoin(ssins, ssins.c.value == sent.ssin)
        .outerjoin(replacement, replacement.c.old_ssin == sent.ssin)
    )
    columns = sent.position, sent.record_id, code.label("code"), null().label("replaced_by")
    return select(*columns).select_from(beside).where(sent.file_id == file_id)


def _repeated(column: ColumnElement[Any], file_id: int) -> FromClause:
    """Values that stand more than once in the file, and where each stands first: that one counts."""
    first = func.min(sent.position).label("first")
    values = select(column.label("value"), first).where(sent.file_id == file_id).group_by(column)
    return values.having(func.count() > 1).subquery()


def _replacement_differs() -> ColumnElement[bool]:
    return sent.replaced_by.is_distinct_from(replacement.c.new_ssin)


def _is_in_use() -> ColumnElement[bool]:
    """Some record of the register names the SSIN: moving its lines is for a replacement list."""
    return exists().where(operation.c.ssin == sent.ssin)
