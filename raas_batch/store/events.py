"""SSIN events in the database: what judging a list needs to know, and what stands after it. Never a query per event."""

from collections.abc import Iterator
from sys import intern
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, insert, or_, select, union, update

from raas_batch.codes import TREATMENT_SUCCESSFUL
from raas_batch.ssin_events import Event, Kind, Known
from raas_batch.store import chains
from raas_batch.store.judged import judged
from raas_batch.store.tables import person, replacement, ssin_event, staged_event

_sent, _event = staged_event.c, ssin_event.c

stands = and_(_event.revoked_in_file_id.is_(None), _event.kind != Kind.REVOKED)
"""An event that was not revoked, and is not itself a revocation."""


def of_file(connection: Connection, file_id: int) -> Iterator[Any]:
    """The staged events of a file, in file order."""
    staged = select(staged_event).where(_sent.file_id == file_id).order_by(_sent.position)
    yield from connection.execute(staged, execution_options={"yield_per": 10_000})


def known(connection: Connection, file_id: int) -> Known:
    """All that judging this file's events needs: one query per kind of knowledge."""
    named = _named(file_id)
    persons = connection.execute(
        select(person.c.ssin, person.c.register, person.c.canceled).where(person.c.ssin.in_(_with_ends(named)))
    )
    register_of, canceled_in_mirror = {}, set()
    for row in persons:
        register_of[row.ssin] = intern(row.register)
        if row.canceled:
            canceled_in_mirror.add(row.ssin)
    earlier = connection.execute(select(ssin_event).where(_event_is_named(file_id))).all()
    return Known(
        register_of=register_of,
        canceled_in_mirror=canceled_in_mirror,
        successor={row.old_ssin: row.new_ssin for row in connection.execute(chains.known_from(named))},
        used_ids={row.event_id for row in earlier},
        standing={row.event_id: event(row) for row in earlier if row.revoked_in_file_id is None},
    )


def event(row: Any) -> Event:
    """The event of a row, staged or kept."""
    return Event(row.event_id, Kind(row.kind), row.ssin, row.replaced_by, row.revoked_event_id)


def record(connection: Connection, file_id: int) -> None:
    """Keep the accepted events of the file, in file order, and mark those they revoke."""
    names = ["event_id", "kind", "event_date", "ssin", "replaced_by", "revoked_event_id", "file_id"]
    rows = select(*(_sent[name] for name in names)).where(accepted(file_id)).order_by(_sent.position)
    connection.execute(insert(ssin_event).from_select(names, rows))
    revoked = select(_sent.revoked_event_id).where(accepted(file_id), _sent.revoked_event_id.is_not(None))
    connection.execute(update(ssin_event).where(_event.event_id.in_(revoked)).values(revoked_in_file_id=file_id))


def follow(connection: Connection, file_id: int) -> None:
    """Let the chains say what the standing events say, for the numbers this file speaks of."""
    changed = _replaced_ssins(file_id)
    standing = and_(stands, _event.kind == Kind.REPLACED, _event.ssin.in_(changed))
    stated = select(_event.ssin, _event.replaced_by, _event.replaced_by, _event.file_id).where(standing)
    chains.lead_anew(connection, changed, stated)


def canceled() -> Select[Any]:
    """The numbers that a standing event cancels, each once."""
    return select(_event.ssin).where(_event.kind == Kind.CANCELED, stands).distinct()


def is_canceled(ssin: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a standing event cancels the number."""
    return exists().where(_event.ssin == ssin, _event.kind == Kind.CANCELED, stands)


def accepted(file_id: int) -> ColumnElement[bool]:
    """Staged events of the file that change something."""
    return and_(_sent.file_id == file_id, _sent.position == judged.c.position, judged.c.code == TREATMENT_SUCCESSFUL)


def touched_ssins(file_id: int) -> Select[Any]:
    """The SSINs of the file's accepted events, and of the events it revoked."""
    own = select(_sent.ssin).where(accepted(file_id), _sent.ssin.is_not(None))
    return select(union(own, select(_event.ssin).where(_event.revoked_in_file_id == file_id)).subquery().c.ssin)


def revoked_replacements(connection: Connection, file_id: int) -> list[str]:
    """The SSINs whose replacement the file revoked."""
    revoked = and_(_event.revoked_in_file_id == file_id, _event.kind == Kind.REPLACED)
    return list(connection.scalars(select(_event.ssin).where(revoked)))


def _replaced_ssins(file_id: int) -> Select[Any]:
    """SSINs that the file replaced, or whose replacement it revoked: what POP said of others is not forgotten."""
    of_file = or_(_event.file_id == file_id, _event.revoked_in_file_id == file_id)
    return select(_event.ssin).where(_event.kind == Kind.REPLACED, of_file)


def _named(file_id: int) -> Select[Any]:
    in_file = _sent.file_id == file_id
    olds, news = (select(column).where(in_file, column.is_not(None)) for column in (_sent.ssin, _sent.replaced_by))
    revoked = select(_sent.revoked_event_id).where(in_file)
    revoked_ssins = select(_event.ssin).where(_event.event_id.in_(revoked), _event.ssin.is_not(None))
    return select(union(olds, news, revoked_ssins).subquery().c.ssin)


def _with_ends(ssins: Select[Any]) -> Select[Any]:
    """These SSINs and those at the ends of their chains."""
    own = ssins.subquery()
    ends = select(replacement.c.last_ssin).join(own, own.c.ssin == replacement.c.old_ssin)
    return select(union(select(own.c.ssin), ends).subquery().c.ssin)


def _event_is_named(file_id: int) -> ColumnElement[bool]:
    """Events of the file's ids, those it revokes, and the cancellations of the numbers concerned."""
    in_file = _sent.file_id == file_id
    ids = union(
        select(_sent.event_id).where(in_file),
        select(_sent.revoked_event_id).where(in_file, _sent.revoked_event_id.is_not(None)),
    ).subquery()
    cancellations = and_(_event.kind == Kind.CANCELED, _event.ssin.in_(_with_ends(_named(file_id))))
    return or_(_event.event_id.in_(select(ids.c[0])), cancellations)
