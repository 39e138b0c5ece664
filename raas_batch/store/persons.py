"""The mirror of the authentic source: identification data, and which SSIN replaced which."""

from typing import Any

from sqlalchemy import Connection, Select, and_, case, func, or_, select, union_all
from sqlalchemy.dialects.postgresql import insert as upsert

from raas_batch.replacements import circular
from raas_batch.store import chains, events
from raas_batch.store.judged import is_ok, judged
from raas_batch.store.tables import person, replacement, staged_person

_sent, _replaced = staged_person.c, replacement.c
_CARRIED = [column.name for column in person.columns if column.name != "file_id"]


def in_circles(connection: Connection, file_id: int) -> set[str]:
    """SSINs of the OK persons of the file whose replacement, with those already known, would lead back to itself."""
    accepted = and_(_sent.file_id == file_id, _sent.position == judged.c.position, is_ok)
    own = select(_sent.ssin, _sent.replaced_by).where(accepted)
    touched = own.outerjoin_from(staged_person, replacement, _replaced.old_ssin == _sent.ssin)
    changing = touched.where(or_(_sent.replaced_by.is_not(None), _replaced.old_ssin.is_not(None)))
    stated = {row.ssin: row.replaced_by for row in connection.execute(changing)}
    known = (
        {row.old_ssin: row.new_ssin for row in connection.execute(chains.known_from(_both_ends(own)))} if stated else {}
    )
    return circular(stated, known)


def refresh(connection: Connection, file_id: int) -> None:
    """Let the mirror say what the OK persons of the file say; persons that the file does not name stay.

    A person of whom the file says what the mirror says is not written again. A cancellation by an event is the event's.
    """
    accepted = and_(_sent.file_id == file_id, _sent.position == judged.c.position, is_ok)
    stated = select(_sent.ssin, _sent.replaced_by, _sent.replaced_by, _sent.file_id)
    of_file = select(_sent.ssin).where(accepted)
    chains.lead_anew(connection, of_file, stated.where(accepted, _sent.replaced_by.is_not(None)))
    canceled = case((events.is_canceled(_sent.ssin), func.coalesce(person.c.canceled, False)), else_=_sent.canceled)
    columns = [*(canceled if name == "canceled" else _sent[name] for name in _CARRIED), _sent.file_id]
    rows = select(*columns).outerjoin_from(staged_person, person, person.c.ssin == _sent.ssin).where(accepted)
    statement = upsert(person).from_select([*_CARRIED, "file_id"], rows)
    said = {name: statement.excluded[name] for name in [*_CARRIED, "file_id"] if name != "ssin"}
    differs = or_(*(person.c[name].is_distinct_from(said[name]) for name in _CARRIED if name != "ssin"))
    connection.execute(statement.on_conflict_do_update(index_elements=[person.c.ssin], set_=said, where=differs))


def _both_ends(own: Select[Any]) -> Select[Any]:
    stated = own.where(_sent.replaced_by.is_not(None)).subquery()
    return select(union_all(select(stated.c.ssin), select(stated.c.replaced_by)).subquery().c.ssin)
