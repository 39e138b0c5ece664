"""The rules on a line of a list before its days are compared: one condition each, in SQL.

They are judged in the order in which they stand here, the first that is broken gives the code; what a line shows by
itself was judged when it was read. One statement judges the whole list.
"""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, Select, case, func, or_, select

from raas_batch import codes
from raas_batch.store import events, judged
from raas_batch.store.organisations import is_own_type
from raas_batch.store.staging import is_repeated
from raas_batch.store.tables import dossier_type, person, replacement, staged_record

record, known, kind, replaced = staged_record.c, person.c, dossier_type.c, replacement.c


class Listing(NamedTuple):
    """Whose list it is, under which number its lines are staged, and how many these are."""

    id: int
    sender: str
    record_count: int = 0


def judge(connection: Connection, row: Any) -> None:
    """Make the table ``judged`` of a ``Listing`` or a file, with what comparing needs: see ``store.reconcile``."""
    repeated = is_repeated(connection, staged_record, row)
    judged.create(connection, verdicts(row.id, row.sender, repeated))


def verdicts(file_id: int, organisation: str, repeated: ColumnElement[bool]) -> Select[Any]:
    """Every line of the list with its code, its last SSIN, and the number of its dossier type."""
    last_ssin = func.coalesce(replaced.last_ssin, record.ssin)
    rules = [
        (repeated, codes.RECORD_ID_USED),
        (known.ssin.is_(None), codes.SSIN_UNKNOWN),
        (kind.id.is_(None), codes.DOSSIER_TYPE_UNDEFINED),
        (or_(known.canceled, events.is_canceled(last_ssin)), codes.SSIN_OF_LIST_CANCELED),
        (replaced.old_ssin.is_not(None), codes.SSIN_REPLACED),
    ]
    code = case((record.defect.is_not(None), record.defect), *rules, else_=codes.TREATMENT_SUCCESSFUL)
    wanted = (
        record.position, code.label("code"), replaced.last_ssin.label("replaced_by"),
        last_ssin.label("ssin"), kind.id.label("dossier_type"), record.start, record.stop,
    )  # fmt: skip
    return select(*wanted).select_from(_beside(last_ssin, organisation)).where(record.file_id == file_id)


def _beside(last_ssin: ColumnElement[Any], organisation: str) -> FromClause:
    """Each line beside what is known of its SSIN (its last one) and its dossier type."""
    return (
        staged_record.outerjoin(replacement, replaced.old_ssin == record.ssin)
        .outerjoin(person, known.ssin == last_ssin)
        .outerjoin(dossier_type, is_own_type(organisation, record.dossier_type))
    )
