"""The lines an organisation has for a person: as held now, or as they were known at a moment."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import Connection, or_, select

from raas_batch.periods import ALWAYS, Operation, Period, fold
from raas_batch.store.tables import dossier_type, file, line, operation, replacement


class Line(NamedTuple):
    """One line of the register, its dossier type by code; sorts as it is shown."""

    ssin: str
    dossier_type: str
    period: Period


class Question(NamedTuple):
    """What is asked: one organisation, one SSIN; the dossier type, the period and the moment only if given."""

    organisation: str
    ssin: str
    dossier_type: str | None = None
    period: Period = ALWAYS
    known_at: datetime | None = None


def consult(connection: Connection, question: Question) -> list[Line]:
    """The lines that share a day with the period, sorted; a replaced SSIN answers with its last one."""
    last = connection.scalar(select(replacement.c.last_ssin).where(replacement.c.old_ssin == question.ssin))
    followed = question._replace(ssin=last or question.ssin)
    lines = _held(connection, followed) if question.known_at is None else _known(connection, followed)
    return sorted(
        line
        for line in lines
        if line.period.overlaps(question.period) and question.dossier_type in (None, line.dossier_type)
    )


def _held(connection: Connection, question: Question) -> Iterator[Line]:
    statement = (
        select(line.c.ssin, dossier_type.c.code, line.c.start, line.c.stop)
        .join(dossier_type, dossier_type.c.id == line.c.dossier_type)
        .where(line.c.organisation == question.organisation, line.c.ssin == question.ssin)
    )
    for row in connection.execute(statement):
        yield Line(row.ssin, row.code, Period(row.start, row.stop))


def _known(connection: Connection, question: Question) -> Iterator[Line]:
    """Law 9: the fold of what had been applied by then."""
    statement = (
        select(dossier_type.c.code, operation.c.registers, operation.c.start, operation.c.stop)
        .join(file, file.c.id == operation.c.file_id)
        .join(dossier_type, dossier_type.c.id == operation.c.dossier_type)
        .outerjoin(replacement, replacement.c.old_ssin == operation.c.ssin)
        .where(
            operation.c.organisation == question.organisation,
            or_(operation.c.ssin == question.ssin, replacement.c.last_ssin == question.ssin),
            file.c.applied_at <= question.known_at,
        )
        .order_by(dossier_type.c.code, operation.c.id)
    )
    for code, rows in groupby(connection.execute(statement), key=lambda row: row.code):
        operations = (Operation(row.registers, Period(row.start, row.stop)) for row in rows)
        yield from (Line(question.ssin, code, period) for period in fold(operations))
