"""The rules on a question that need the register, the mirror or the rest of the file: one condition each, in SQL.

They are judged in the order in which they stand here, the first that is broken gives the code. One statement judges
the whole file. What was known at a moment is not known yet: ``recall`` finds it, and ``answered`` says so.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    DateTime,
    FromClause,
    Row,
    Select,
    and_,
    case,
    false,
    func,
    literal,
    or_,
    select,
)

from raas_batch import codes
from raas_batch.consultation import bounds
from raas_batch.settings import installation
from raas_batch.store import events, judged
from raas_batch.store.organisations import is_own_type
from raas_batch.store.pasts import NOW
from raas_batch.store.staging import came_before
from raas_batch.store.tables import dossier_type, file, person, replacement, staged_question

_LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)
"""Nothing was known before; an earlier moment asks for the same, and may lie outside the calendar."""

_question, _known, _kind, _replaced = staged_question.c, person.c, dossier_type.c, replacement.c


def judge(connection: Connection, row: Row[Any]) -> None:
    """Make the table ``judged``: a code for every question of the file, and what it asks."""
    judged.create(connection, verdicts(row.id, row.sender))
    bounds.refuse_beyond(connection, row.sender, installation().consultation_limit)


def verdicts(file_id: int, organisation: str) -> Select[Any]:
    """Every question of the file with its code, the last SSIN, and the number of its dossier type."""
    last_ssin = func.coalesce(_replaced.last_ssin, _question.ssin)
    now = _question.known_at.is_(None)
    canceled = and_(now, or_(func.coalesce(_known.canceled, false()), events.is_canceled(last_ssin)))
    code = case(
        (_question.defect.is_not(None), _question.defect),
        (came_before(_question.position, _question.record_id), codes.RECORD_ID_USED),
        (_known.ssin.is_(None), codes.SSIN_UNKNOWN),
        (and_(_question.dossier_type.is_not(None), _kind.id.is_(None)), codes.DOSSIER_TYPE_UNDEFINED),
        (_question.known_at > _received_at(file_id), codes.KNOWN_AT_IN_FUTURE),
        (canceled, codes.CANCELED_SSIN_ASKED),
        (and_(now, _replaced.old_ssin.is_not(None)), codes.SSIN_REPLACED),
        else_=codes.TREATMENT_SUCCESSFUL,
    )
    return (
        select(
            _question.position,
            code.label("code"),
            case((now, _replaced.last_ssin)).label("replaced_by"),
            _question.ssin.label("sent_ssin"),
            last_ssin.label("ssin"),
            canceled.label("canceled"),
            _kind.id.label("dossier_type"),
            _question.start,
            _question.stop,
            func.greatest(func.coalesce(_question.known_at, _moment(NOW)), _moment(_LONG_AGO)).label("known_at"),
            _question.lineage,
        )
        .select_from(_beside(last_ssin, organisation))
        .where(_question.file_id == file_id)
    )


def _beside(last_ssin: ColumnElement[Any], organisation: str) -> FromClause:
    """Each question beside what is known of its SSIN (its last one) and of its dossier type."""
    return (
        staged_question.outerjoin(replacement, _replaced.old_ssin == _question.ssin)
        .outerjoin(person, _known.ssin == last_ssin)
        .outerjoin(dossier_type, is_own_type(organisation, _question.dossier_type))
    )


def _received_at(file_id: int) -> Any:
    return select(file.c.received_at).where(file.c.id == file_id).scalar_subquery()


def _moment(moment: datetime) -> ColumnElement[Any]:
    return literal(moment, DateTime(timezone=True))
