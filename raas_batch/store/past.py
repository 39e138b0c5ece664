"""What was asked of SSINs that replacements tie together, and what replaced what, in the order in which it came."""

from collections.abc import Collection, Iterator
from datetime import datetime
from heapq import merge
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select, true, union

from raas_batch.histories import Asked, History, Replaced, fold
from raas_batch.periods import Period
from raas_batch.ssin_events import Kind
from raas_batch.store import chains, knows
from raas_batch.store.tables import file, operation, replacement, ssin_event

Step = Asked | Replaced
AsOf = datetime | int
"""A moment, or a number of the operation log: what had come by then, that one included."""


def known(
    connection: Connection, kin: Collection[str], organisation: str | None = None, known_at: AsOf | None = None
) -> History:
    """What came of these SSINs, folded anew from the log; ``kin`` holds every SSIN tied to another one in it.

    With an organisation only its own; with a moment, or a number of the log, as they were known then.
    """
    asked, replaced = _asked(connection, kin, organisation, known_at), _replaced(connection, kin, known_at)
    steps = merge(asked, replaced, key=itemgetter(0))
    return fold((step for _, step in steps), from_the_beginning(connection, kin))


def tied_by_events(connection: Connection) -> set[str]:
    """Every SSIN that an event, also a revoked one, ever replaced or made a successor, and what is tied to those."""
    replaced = ssin_event.c.kind == Kind.REPLACED
    ends = union(select(ssin_event.c.ssin).where(replaced), select(ssin_event.c.replaced_by).where(replaced))
    return chains.kin(connection, connection.scalars(select(ends.subquery().c.ssin)))


def _asked(
    connection: Connection, kin: Collection[str], organisation: str | None, known_at: AsOf | None
) -> Iterator[tuple[int, Step]]:
    statement = select(operation).select_from(knows.operations).where(knows.ssin == chains.among(kin))
    if organisation is not None:
        statement = statement.where(knows.organisation == organisation)
    for row in connection.execute(statement.where(applied(operation, known_at)).order_by(operation.c.id)):
        yield row.id, Asked(row.ssin, row.dossier_type, row.registers, Period(row.start, row.stop), row.id)


def _replaced(connection: Connection, kin: Collection[str], known_at: AsOf | None) -> Iterator[tuple[int, Step]]:
    revoked = file.alias("revoked")
    not_revoked: ColumnElement[bool] = ssin_event.c.revoked_in_file_id.is_(None)
    if isinstance(known_at, datetime):
        later = exists().where(revoked.c.id == ssin_event.c.revoked_in_file_id, revoked.c.applied_at > known_at)
        not_revoked = or_(not_revoked, later)
    elif known_at is not None:
        revocation = ssin_event.alias("revocation").c
        later = exists().where(revocation.revoked_event_id == ssin_event.c.event_id, revocation.id > known_at)
        not_revoked = or_(not_revoked, later)
    wanted = and_(ssin_event.c.kind == Kind.REPLACED, ssin_event.c.ssin == chains.among(kin), not_revoked)
    for row in connection.execute(
        select(ssin_event).where(wanted, applied(ssin_event, known_at)).order_by(ssin_event.c.id)
    ):
        yield row.id, Replaced(row.ssin, row.replaced_by, row.id)


def applied(table: Any, known_at: AsOf | None) -> Any:
    """Rows of the log that had come by the moment or the number; no condition without one."""
    if known_at is None:
        return true()
    if isinstance(known_at, int):
        return table.c.id <= known_at
    return exists().where(file.c.id == table.c.file_id, file.c.applied_at <= known_at)


def from_the_beginning(connection: Connection, kin: Collection[str]) -> dict[str, str]:
    """Replacements that no event tells of: the mirror knew them before the register used the numbers."""
    by_event = exists().where(
        ssin_event.c.ssin == replacement.c.old_ssin,
        ssin_event.c.kind == Kind.REPLACED,
        ssin_event.c.revoked_in_file_id.is_(None),
    )
    statement = select(replacement).where(replacement.c.old_ssin == chains.among(kin), ~by_event)
    return {row.old_ssin: row.new_ssin for row in connection.execute(statement)}
