"""Remembers how dossiers stood before a replacement list moved them: what its notices compare with.

What an event moves lies, before and after, where the chain of its number ends: no other dossier changes. So the two
ends of every event are looked up, one before and one after the chains follow the list, and the lines there are kept
aside until they have moved.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Integer,
    MetaData,
    Select,
    Subquery,
    Table,
    Text,
    and_,
    case,
    cast,
    false,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    text,
    true,
    union,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by

from raas_batch.ssin_events import Kind
from raas_batch.store import knows
from raas_batch.store.tables import line, operation, replacement, ssin_event
from raas_batch.store.types import SSIN

_temporary = MetaData()
_WHILE_IN_TRANSACTION: dict[str, Any] = {"prefixes": ["temporary"], "postgresql_on_commit": "DROP"}

_ends = Table(
    "event_ends",
    _temporary,
    Column("event", BigInteger),
    Column("moves", Text),
    Column("ssin", SSIN),
    Column("end_before", SSIN),
    Column("end_after", SSIN),
    **_WHILE_IN_TRANSACTION,
)
"""Per event of the list where its number's chain ended and ends; ``moves`` AWAY, BACK (revoked) or nothing (null)."""

held = Table(
    "held_before",
    _temporary,
    Column("ssin", SSIN),
    Column("dossier_type", Integer),
    Column("start", Date),
    Column("stop", Date),
    **_WHILE_IN_TRANSACTION,
)
"""The lines at both ends of every event, as they stood before the list."""

_stays = _ends.c.end_before == _ends.c.end_after
_NOTHING = cast(literal("[]"), JSONB)


def note_ends(connection: Connection, file_id: int) -> None:
    """Note where the numbers of the list's recorded events end, before the chains follow it."""
    for table in (_ends, held):
        connection.execute(text(f"drop table if exists pg_temp.{table.name}"))
        table.create(connection)
    revoked = ssin_event.alias("revoked")
    kind = func.coalesce(revoked.c.kind, ssin_event.c.kind)
    ssin = func.coalesce(revoked.c.ssin, ssin_event.c.ssin)
    moves = case((kind == Kind.CANCELED, None), (revoked.c.id.is_(None), "AWAY"), else_="BACK")
    end = func.coalesce(replacement.c.last_ssin, ssin)
    events = (
        select(ssin_event.c.id, moves, ssin, case((kind == Kind.CANCELED, ssin), else_=end))
        .select_from(ssin_event)
        .outerjoin(revoked, revoked.c.event_id == ssin_event.c.revoked_event_id)
        .outerjoin(replacement, replacement.c.old_ssin == ssin)
        .where(ssin_event.c.file_id == file_id)
    )
    connection.execute(insert(_ends).from_select(["event", "moves", "ssin", "end_before"], events))


def keep_lines(connection: Connection) -> None:
    """Keep the lines at both ends of every event: the chains have followed the list, the lines have not yet."""
    own = _ends.c
    last = select(replacement.c.last_ssin).where(replacement.c.old_ssin == own.ssin).scalar_subquery()
    after = case((own.moves.is_(None), own.ssin), else_=func.coalesce(last, own.ssin))
    connection.execute(update(_ends).values(end_after=after))
    connection.execute(text("analyze event_ends"))
    there = select(line.c.ssin, line.c.dossier_type, line.c.start, line.c.stop).select_from(knows.lines)
    mine = there.where(knows.ssin.in_(_concerned()))
    connection.execute(insert(held).from_select(["ssin", "dossier_type", "start", "stop"], mine))
    connection.execute(text("analyze held_before"))


def of_events() -> Select[Any]:
    """(event, ssin, dossier_type, before, after, concerns) of the dossiers that each event moved or marked.

    ``before`` and ``after`` are lists of [start, stop], half-open. ``concerns``: the dossier makes the event one that
    its organisation must hear of; the others are shown beside it.
    """
    end, dossier = _either_end(), _before_and_after()
    changed = dossier.c.before != dossier.c.after
    left_here = and_(end.c.moves == "AWAY", end.c.is_before, dossier.c.before != _NOTHING)
    came_here = and_(end.c.moves == "BACK", end.c.is_after, dossier.c.after != _NOTHING)
    restored = and_(end.c.moves == "BACK", end.c.is_before, _was_asked_of(end, dossier))
    return (
        select(end.c.event, *dossier.c, or_(end.c.moves.is_(None), left_here, came_here, restored).label("concerns"))
        .join_from(end, dossier, end.c.ssin == dossier.c.ssin)
        .where(or_(end.c.moves.is_(None), changed))
    )


def _either_end() -> Subquery:
    """(event, moves, ssin, is_before, is_after, number, last): a row per end, one only where the chain ends as it did.

    ``number`` is the event's own, ``last`` where its chain ends now.
    """
    own = _ends.c
    number, last = own.ssin.label("number"), own.end_after.label("last")
    first = select(
        own.event, own.moves, own.end_before.label("ssin"), true().label("is_before"), _stays.label("is_after"),
        number, last,
    )  # fmt: skip
    second = select(own.event, own.moves, own.end_after, false(), true(), number, last).where(not_(_stays))
    return union_all(first, second).subquery("end")


def _was_asked_of(end: Subquery, dossier: Subquery) -> ColumnElement[bool]:
    """Whether a record of this dossier type was sent on the event's number, or on one whose chain leads to it.

    It was applied to the successor, and may have left nothing but days taken away: a revocation gives these back.
    """
    same = operation.c.dossier_type == dossier.c.dossier_type
    asked = select(operation.c.id).select_from(knows.operations).where(same)
    of_number = knows.ssin == end.c.number
    leads_here = and_(replacement.c.old_ssin == knows.ssin, replacement.c.last_ssin == end.c.last)
    return or_(asked.where(of_number).exists(), asked.where(leads_here).exists())


def _before_and_after() -> Subquery:
    """(ssin, dossier_type, before, after) of the dossiers at an end of an event; nothing there is an empty list."""
    before = _dossiers(held.c, held, held.c.ssin).subquery("before")
    after = _dossiers(line.c, knows.lines, knows.ssin).subquery("after")
    same = and_(before.c.ssin == after.c.ssin, before.c.dossier_type == after.c.dossier_type)
    return (
        select(
            func.coalesce(before.c.ssin, after.c.ssin).label("ssin"),
            func.coalesce(before.c.dossier_type, after.c.dossier_type).label("dossier_type"),
            func.coalesce(before.c.lines, _NOTHING).label("before"),
            func.coalesce(after.c.lines, _NOTHING).label("after"),
        )
        .select_from(before.outerjoin(after, same, full=True))
        .subquery("dossier")
    )


def _concerned() -> Select[Any]:
    ends = union(select(_ends.c.end_before.label("ssin")), select(_ends.c.end_after)).subquery()
    return select(ends.c.ssin)


def _dossiers(own: Any, source: FromClause, ssin: ColumnElement[Any]) -> Select[Any]:
    """The lines per SSIN and dossier type of the SSINs concerned, as a list of [start, stop]."""
    pair = func.jsonb_build_array(own.start, own.stop)
    lines = func.jsonb_agg(aggregate_order_by(pair, own.start)).label("lines")
    concerned = select(own.ssin, own.dossier_type, lines).select_from(source).where(ssin.in_(_concerned()))
    return concerned.group_by(own.ssin, own.dossier_type)
