"""What the items of a daily file are made of: the notices of one part with their events, as SELECTs.

``streamed`` gives what the file says, ``disclosed`` what the ledger keeps of it; both of the same notices in one order.
"""

from typing import Any

from sqlalchemy import Row, Select, Text, case, cast, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, array

from raas_batch.ssin_events import Kind
from raas_batch.store.daily import Part
from raas_batch.store.subscriptions import REPLACEMENTS, covered
from raas_batch.store.tables import mutation_event, notice, ssin_event

_TOLD_OF = {Kind.REPLACED: "replacement", Kind.CANCELED: "cancellation", Kind.REVOKED: "revocation"}
_PLACE = func.row_number().over(order_by=notice.c.number) - 1
_revoked = ssin_event.alias("revoked")
_ssin = func.coalesce(_revoked.c.ssin, ssin_event.c.ssin)


def streamed(service: str, part: Part, file_class: str) -> Select[Any]:
    """The items of a file in the order of their numbers."""
    own = notice.c.number, notice.c.day, notice.c.dossiers
    if service == REPLACEMENTS:
        event = ssin_event.c
        replaced_by = func.coalesce(_revoked.c.replaced_by, event.replaced_by).label("replaced_by")
        about = (event.kind, event.event_id, event.event_date, event.revoked_event_id, _ssin.label("ssin"), replaced_by)
        chosen = _of_ssin_events(select(*own, *about))
    else:
        mutation = mutation_event.c
        what = (mutation.event_id, mutation.event_date, mutation.correction, mutation.ssin, mutation.data_groups)
        chosen = _of_mutations(select(*own, *what))
    return chosen.where(part.chosen(file_class)).order_by(notice.c.number)


def disclosed(subscription: Row[Any], part: Part, file_class: str) -> Select[Any]:
    """(position from 0, ssin, what is told) of the items of a file, as the ledger keeps them."""
    if subscription.service == REPLACEMENTS:
        what = array([case(_TOLD_OF, value=ssin_event.c.kind), literal("lines")])
        rows = _of_ssin_events(select(_PLACE.label("position"), _ssin.label("ssin"), what.label("told")))
    else:
        group = func.unnest(cast(array(covered(subscription)), ARRAY(Text))).column_valued("data_group")
        groups = select(group).where(mutation_event.c.data_groups.has_key(group)).scalar_subquery()
        told = func.array(groups, type_=ARRAY(Text))
        rows = _of_mutations(select(_PLACE.label("position"), mutation_event.c.ssin, told.label("told")))
    return rows.where(part.chosen(file_class))


def _of_ssin_events(wanted: Select[Any]) -> Select[Any]:
    """With a revocation comes the event it revokes: its numbers are those that are told."""
    events = wanted.join_from(notice, ssin_event, ssin_event.c.id == notice.c.number)
    return events.outerjoin(_revoked, _revoked.c.event_id == ssin_event.c.revoked_event_id)


def _of_mutations(wanted: Select[Any]) -> Select[Any]:
    return wanted.join_from(notice, mutation_event, mutation_event.c.id == notice.c.number)
