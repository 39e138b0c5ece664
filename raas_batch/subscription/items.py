"""What the items of a daily file are made of: the notices of one part with their events, as SELECTs.

``streamed`` gives what the file says, ``disclosed`` what the ledger keeps of it; both of the same notices in one order.
"""

from collections import namedtuple
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, Row, Select, Text, case, cast, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, array

from raas_batch.progress import step
from raas_batch.ssin_events import Kind
from raas_batch.store import texts
from raas_batch.store.daily import Part
from raas_batch.store.subscriptions import IDENTIFICATION_DATA, NETWORK_MESSAGES, REPLACEMENTS, covered
from raas_batch.store.tables import mutation_event, network_message, network_payload, notice, ssin_event

_NUMBERS, _NUMBERS_OF_MESSAGES = 2000, 200
"""Numbers whose items are in memory together; a message may be long."""
_TOLD_OF = {Kind.REPLACED: "replacement", Kind.CANCELED: "cancellation", Kind.REVOKED: "revocation"}
_PLACE = func.row_number().over(order_by=notice.c.number) - 1
_event, _revoked, _message = ssin_event.c, ssin_event.alias("revoked"), network_message.c


class _Source(NamedTuple):
    """Where a service's items come from: notices joined to what they tell of, about whom, what the file says of it."""

    joined: FromClause
    ssin: ColumnElement[Any]
    said: tuple[ColumnElement[Any], ...]


_SOURCES: Mapping[str, _Source] = {
    # With a revocation comes the event it revokes: its numbers are those that are told.
    REPLACEMENTS: _Source(
        notice.join(ssin_event, _event.id == notice.c.number).outerjoin(
            _revoked, _revoked.c.event_id == _event.revoked_event_id
        ),
        func.coalesce(_revoked.c.ssin, _event.ssin),
        (_event.kind, _event.event_id, _event.event_date, _event.revoked_event_id,
         func.coalesce(_revoked.c.replaced_by, _event.replaced_by).label("replaced_by")),
    ),
    IDENTIFICATION_DATA: _Source(
        notice.join(mutation_event, mutation_event.c.id == notice.c.number),
        mutation_event.c.ssin,
        tuple(mutation_event.c["event_id", "event_date", "correction", "data_groups"]),
    ),
    NETWORK_MESSAGES: _Source(
        notice.join(network_message, _message.id == notice.c.number).join(
            network_payload, network_payload.c.number == notice.c.number
        ),
        _message.ssin,
        (_message.message_id, _message.message_date, _message.replaced_by, network_payload.c.payload),
    ),
}  # fmt: skip


def streamed(connection: Connection, service: str, part: Part, file_class: str) -> Iterator[list[Any]]:
    """The items of a file in the order of their numbers, some at a time.

    Every column is a text, by its name; what is null is empty.
    """
    source = _SOURCES[service]
    own = notice.c.number, notice.c.day, notice.c.dossiers
    query = select(*own, source.ssin.label("ssin"), *source.said).select_from(source.joined)
    names = [column.name for column in query.selected_columns]
    item = namedtuple("item", names)  # type: ignore[misc]  # the columns are those of the service
    together = _NUMBERS_OF_MESSAGES if service == NETWORK_MESSAGES else _NUMBERS
    rows = texts.stream(connection, query.where(part.chosen(file_class)), names, by="number", together=together)
    with step(f"items of subscription {part.subscription_id}", 0) as advance:
        for columns in rows:
            yield list(map(item._make, zip(*columns, strict=True)))
            advance(len(columns[0]))


def disclosed(subscription: Row[Any], part: Part, file_class: str) -> Select[Any]:
    """(position from 0, ssin, what is told) of the items of a file, as the ledger keeps them."""
    source = _SOURCES[subscription.service]
    columns = _PLACE.label("position"), source.ssin.label("ssin"), _told(subscription).label("told")
    return select(*columns).select_from(source.joined).where(part.chosen(file_class))


def _told(subscription: Row[Any]) -> ColumnElement[Any]:
    """What is told of a person in an item: events and lines, the data groups, or of which service a message is."""
    if subscription.service == REPLACEMENTS:
        return array([case(_TOLD_OF, value=_event.kind), literal("lines")])
    if subscription.service == NETWORK_MESSAGES:
        return array([literal(subscription.network_service)])
    group = func.unnest(cast(array(covered(subscription)), ARRAY(Text))).column_valued("data_group")
    groups = select(group).where(mutation_event.c.data_groups.has_key(group)).scalar_subquery()
    return func.array(groups, type_=ARRAY(Text))
