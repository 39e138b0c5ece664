"""The lines an organisation has for a person: as held now, or as they were known at a moment."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection, and_, exists, literal, or_, select

from raas_batch.periods import ALWAYS, Period
from raas_batch.store import causes, events, pasts
from raas_batch.store.causes import Cause
from raas_batch.store.tables import dossier_type, line, person, replacement, ssin_event
from raas_batch.store.types import SSIN

Found = tuple[str, int, Period, list[int]]
"""A line by the number of its dossier type, with the numbers of what made it."""


class Line(NamedTuple):
    """One line of the register, its dossier type by code; sorts as it is shown. The line of a canceled SSIN stays.

    ``causes`` is what made it, oldest first, when the question asks for lineage.
    """

    ssin: str
    dossier_type: str
    period: Period
    canceled: bool = False
    causes: tuple[Cause, ...] = ()


class Replaced(NamedTuple):
    """The SSIN at the end of a chain, and the day of the event that replaced the one asked for, if one told."""

    last_ssin: str
    since: date | None


class Question(NamedTuple):
    """What is asked: one organisation, one SSIN; the dossier type, the period and the moment only if given.

    ``lineage``: also what made each line.
    """

    organisation: str
    ssin: str
    dossier_type: str | None = None
    period: Period = ALWAYS
    known_at: datetime | None = None
    lineage: bool = False


def consult(connection: Connection, question: Question) -> list[Line]:
    """The lines that share a day with the period, sorted; a replaced SSIN answers with its last one."""
    kinds = _dossier_types(connection, question.organisation)
    of_now = question.known_at is None
    if of_now and not question.lineage:
        lines, canceled = list(_held(connection, question)), False
    else:
        lines, canceled = _known(connection, question)
    if of_now:
        canceled = is_canceled(connection, _last(connection, question.ssin))
    numbers = {number for *_, made_by in lines for number in made_by}
    told = causes.told(connection, numbers) if question.lineage else {}
    return sorted(
        Line(ssin, kinds[kind], period, canceled, tuple(told[number] for number in made_by))
        for ssin, kind, period, made_by in lines
        if period.overlaps(question.period) and question.dossier_type in (None, kinds[kind])
    )


def replaced_by(connection: Connection, ssin: str) -> Replaced | None:
    """What replaced this SSIN, at the end of its chain, and since when if an event told; None when it stands."""
    event = and_(ssin_event.c.ssin == replacement.c.old_ssin, ssin_event.c.kind == "REPLACED", events.stands)
    statement = select(replacement.c.last_ssin, ssin_event.c.event_date).outerjoin(ssin_event, event)
    row = connection.execute(statement.where(replacement.c.old_ssin == ssin)).one_or_none()
    return row and Replaced(row.last_ssin, row.event_date)


def is_canceled(connection: Connection, ssin: str) -> bool:
    """Whether the number was withdrawn without successor, by the population or by an event that stands."""
    in_mirror = exists().where(person.c.ssin == ssin, person.c.canceled)
    return bool(connection.scalar(select(or_(in_mirror, events.is_canceled(literal(ssin, SSIN))))))


def _dossier_types(connection: Connection, organisation: str) -> dict[int, str]:
    statement = select(dossier_type.c.id, dossier_type.c.code).where(dossier_type.c.organisation == organisation)
    return {row.id: row.code for row in connection.execute(statement)}


def _last(connection: Connection, ssin: str) -> str:
    replaced = replaced_by(connection, ssin)
    return replaced.last_ssin if replaced else ssin


def _held(connection: Connection, question: Question) -> Iterator[Found]:
    ssin = _last(connection, question.ssin)
    statement = select(line).where(line.c.organisation == question.organisation, line.c.ssin == ssin)
    for row in connection.execute(statement):
        yield row.ssin, row.dossier_type, Period(row.start, row.stop), []


def _known(connection: Connection, question: Question) -> tuple[list[Found], bool]:
    """Law 9: the fold of what had been applied by then; whether the number was canceled by then."""
    pair = pasts.Pair(question.ssin, question.known_at or pasts.NOW)
    [then] = pasts.known(connection, question.organisation, [pair])
    lineage = question.lineage
    lines = [(then.last_ssin, kind, each.period, each.cause.numbers() if lineage else []) for kind, each in then.lines]
    return lines, then.canceled
