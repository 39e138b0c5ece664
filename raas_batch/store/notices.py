"""Writes down who must hear of an event, in the transaction that applies it (law 10): the only module that does.

A notice is kept per subscription that is valid on the day of application, blocked or not; whether it leaves is decided
when the files of a day are written. All notices of a file come of a few statements, however many persons it touches.
"""

from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    any_,
    cast,
    func,
    insert,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from raas_batch.settings import Settings
from raas_batch.store import beforehand, knows, messages
from raas_batch.store.tables import dossier_type, line, mutation_event, notice, subscription

_COLUMNS = ["subscription_id", "number", "day", "file_id", "dossiers"]


def tell_mutations(connection: Connection, file_id: int, day: date, settings: Settings) -> None:
    """Have the events of this file heard by who has a line on the event's date, or (by the setting) has had one since.

    Those are the lines as they stand now. A notice names the dossier types they are of.
    """
    event, held = mutation_event.c, line.c
    reaches = held.stop > event.event_date
    if settings.hearing == "ON_EVENT_DATE":
        reaches = and_(reaches, held.start <= event.event_date)
    codes = func.jsonb_agg(aggregate_order_by(dossier_type.c.code.distinct(), dossier_type.c.code))
    heard = (
        select(subscription.c.id, event.id, literal(day), literal(file_id), codes)
        .select_from(mutation_event)
        .join(knows.lines, and_(knows.ssin == event.ssin, reaches))
        .join(dossier_type, dossier_type.c.id == held.dossier_type)
        .join(subscription, _subscribes("NMU", day, held.organisation, held.dossier_type))
        .where(event.file_id == file_id)
        .group_by(subscription.c.id, event.id)
    )
    _enter(connection, heard)


def tell_moves(connection: Connection, file_id: int, day: date) -> None:
    """Have the events of this list, whose lines have moved by now, heard by every organisation whose lines they moved.

    Also where these ended long before: its own register changed. A cancellation, and its revocation, moves nothing and
    is heard by who has a line of the number. A notice shows each dossier concerned before and after the list.
    """
    moved = beforehand.of_events().subquery("moved")
    dossiers = func.jsonb_agg(
        aggregate_order_by(
            func.jsonb_build_object(
                "ssin", func.lpad(cast(cast(moved.c.ssin, BigInteger), Text), 11, "0"),
                "dossierType", dossier_type.c.code,
                "before", moved.c.before, "after", moved.c.after,
            ),
            moved.c.ssin, dossier_type.c.code,
        )
    )  # fmt: skip
    heard = (
        select(subscription.c.id, moved.c.event, literal(day), literal(file_id), dossiers)
        .select_from(moved)
        .join(dossier_type, dossier_type.c.id == moved.c.dossier_type)
        .join(subscription, _subscribes("NRP", day, dossier_type.c.organisation, moved.c.dossier_type))
        .group_by(subscription.c.id, moved.c.event)
        .having(func.bool_or(moved.c.concerns))
    )
    _enter(connection, heard)


def tell_messages(connection: Connection, file_id: int, day: date) -> None:
    """Have the network messages of this file heard by who has a line on the date of the message, and keep those heard.

    One statement: the lines as they stand now, of the last number of the person. A notice names the dossier types.
    """
    message, held = messages.coming.c, line.c
    covers = and_(held.start <= message.message_date, held.stop > message.message_date)
    codes = func.jsonb_agg(aggregate_order_by(dossier_type.c.code.distinct(), dossier_type.c.code))
    wants = subscription.c.network_service == message.network_service
    rows = (
        select(subscription.c.id, message.number, literal(day), literal(file_id), codes)
        .select_from(messages.coming)
        .join(knows.lines, and_(knows.ssin == message.ssin, covers))
        .join(dossier_type, dossier_type.c.id == held.dossier_type)
        .join(subscription, and_(_subscribes("NNE", day, held.organisation, held.dossier_type), wants))
        .group_by(subscription.c.id, message.number)
    )
    heard = rows.cte("heard")
    told = insert(notice).from_select(_COLUMNS, select(*heard.c).order_by(*list(heard.c)[:2])).cte("told")
    kept = messages.payloads(file_id, select(heard.c.number).distinct())
    connection.execute(kept.add_cte(told))


def _subscribes(service: str, day: date, organisation: Any, kind: Any) -> ColumnElement[bool]:
    """The organisation subscribes to the service for this dossier type, on a legal basis that is valid on the day."""
    own = subscription.c
    covers = or_(own.dossier_types.is_(None), kind == any_(own.dossier_types))
    return and_(own.organisation == organisation, own.service == service, own.start <= day, own.stop > day, covers)


def _enter(connection: Connection, heard: Select[Any]) -> None:
    ordered = heard.order_by(*list(heard.selected_columns)[:2])
    connection.execute(insert(notice).from_select(_COLUMNS, ordered))
