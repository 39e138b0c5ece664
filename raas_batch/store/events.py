"""SSIN events in the database: what judging a list needs to know, and what stands after it. Never a query per event."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, insert, or_, select, union, update

from raas_batch.codes import TREATMENT_SUCCESSFUL
from raas_batch.ssin_events import Event, Kind, Known
from raas_batch.store import chains
from raas_batch.store.judged import judged
from raas_batch.store.staging import is_repeated
from raas_batch.store.tables import person, replacement, ssin_event, staged_event

_sent, _event = staged_event.c, ssin_event.c

stands = and_(_event.revoked_in_file_id.is_(None), _event.kind != Kind.REVOKED)
"""An event that was not revoked, and is not itself a revocation."""


class Staged(NamedTuple):
    """An event as it was sent: what is wrong with it by itself, whether an earlier one has its recordId, and itself."""

    defect: str | None
    is_repeated: bool
    event: Event


def of_file(connection: Connection, row: Any) -> Iterator[Staged]:
    """The staged events of a file, in file order, some thousand in memory at a time."""
    old, new = person.alias("old"), person.alias("new")
    staged = (
        select(
            staged_event, is_repeated(connection, staged_event, row).label("is_repeated"), old.c.register,
            new.c.register.label("new_register"), _event.id.is_not(None).label("id_was_used"),
        )
        .outerjoin(old, old.c.ssin == _sent.ssin)
        .outerjoin(new, new.c.ssin == _sent.replaced_by)
        .outerjoin(ssin_event, _event.event_id == _sent.event_id)
        .where(_sent.file_id == row.id)
        .order_by(_sent.position)
    )  # fmt: skip
    for each in connection.execute(staged, execution_options={"yield_per": 10_000}):
        beside = {name: getattr(each, name) for name in ("register", "new_register", "id_was_used")}
        yield Staged(each.defect, each.is_repeated, replace(_as_told(each), **beside))


def known(connection: Connection, file_id: int) -> Known:
    """All that judging this file's events needs beside them: one query per kind of knowledge."""
    named = _named(file_id)
    canceled_ones = select(person.c.ssin).where(person.c.canceled, person.c.ssin.in_(_with_ends(named)))
    standing = select(ssin_event).where(_event.id.in_(_concerned(file_id)))
    return Known(
        named_again=set(connection.scalars(_named_again(file_id))),
        canceled_in_mirror=set(connection.scalars(canceled_ones)),
        successor={row.old_ssin: row.new_ssin for row in connection.execute(chains.known_from(named))},
        standing={row.event_id: _as_told(row) for row in connection.execute(standing)},
    )


def _as_told(row: Any) -> Event:
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


def _named_again(file_id: int) -> Select[Any]:
    """Ids that several events of the file have, and those that it revokes."""
    in_file = _sent.file_id == file_id
    repeated = select(_sent.event_id).where(in_file).group_by(_sent.event_id).having(func.count() > 1)
    return select(union(repeated, _revoked_ids(file_id)).subquery().c[0])


def _revoked_ids(file_id: int) -> Select[Any]:
    return select(_sent.revoked_event_id).where(_sent.file_id == file_id, _sent.revoked_event_id.is_not(None))


def _concerned(file_id: int) -> Select[Any]:
    """Events, not revoked yet, that the file revokes or that cancel its numbers: either kind by its own index."""
    not_revoked = _event.revoked_in_file_id.is_(None)
    to_revoke = select(_event.id).where(not_revoked, _event.event_id.in_(_revoked_ids(file_id)))
    canceled_ones = _event.kind == Kind.CANCELED, _event.ssin.in_(_with_ends(_named(file_id)))
    return select(union(to_revoke, select(_event.id).where(not_revoked, *canceled_ones)).subquery().c.id)
