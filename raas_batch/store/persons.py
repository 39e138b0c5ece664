"""The mirror of the authentic source: identification data, and which SSIN replaced which."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, insert, or_, select, union_all, update
from sqlalchemy.dialects.postgresql import insert as upsert

from raas_batch.replacements import circular
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
    known = {row.old_ssin: row.new_ssin for row in connection.execute(_known_from(own))} if stated else {}
    return circular(stated, known)


def refresh(connection: Connection, file_id: int) -> None:
    """Let the mirror say what the OK persons of the file say; persons that the file does not name stay."""
    accepted = and_(_sent.file_id == file_id, _sent.position == judged.c.position, is_ok)
    _follow_anew(connection, accepted)
    columns = [*(_sent[name] for name in _CARRIED), _sent.file_id]
    statement = upsert(person).from_select([*_CARRIED, "file_id"], select(*columns).where(accepted))
    said = {name: statement.excluded[name] for name in [*_CARRIED, "file_id"] if name != "ssin"}
    connection.execute(statement.on_conflict_do_update(index_elements=[person.c.ssin], set_=said))


def _follow_anew(connection: Connection, accepted: ColumnElement[bool]) -> None:
    """Replace what the mirror knows of the file's replacements, and lead every chain through them to its new end."""
    of_file = select(_sent.ssin).where(accepted)
    ends = select(_replaced.last_ssin).where(_replaced.old_ssin.in_(of_file))
    reset = update(replacement).where(_replaced.last_ssin.in_(ends)).values(last_ssin=_replaced.new_ssin)
    changed = connection.execute(reset).rowcount
    connection.execute(delete(replacement).where(_replaced.old_ssin.in_(of_file)))
    new = select(_sent.ssin, _sent.replaced_by, _sent.replaced_by, _sent.file_id)
    new = new.where(accepted, _sent.replaced_by.is_not(None))
    names = ["old_ssin", "new_ssin", "last_ssin", "file_id"]
    enter = insert(replacement).from_select(names, new)
    changed += connection.execute(enter, execution_options={"preserve_rowcount": True}).rowcount
    while changed:
        changed = connection.execute(_one_step_further()).rowcount


def _one_step_further() -> Any:
    """Chains have no circle, and every step at least doubles how far they were followed."""
    further = replacement.alias("further")
    return update(replacement).where(further.c.old_ssin == _replaced.last_ssin).values(last_ssin=further.c.last_ssin)


def _known_from(own: Select[Any]) -> Select[Any]:
    """What the mirror knows of these SSINs and of those that replace them, and so on along every chain."""
    stated = own.where(_sent.replaced_by.is_not(None)).subquery()
    both_ends = union_all(select(stated.c.ssin), select(stated.c.replaced_by)).subquery()
    walk = select(both_ends.c.ssin).cte("walk", recursive=True)
    walk = walk.union(select(_replaced.new_ssin).where(_replaced.old_ssin == walk.c.ssin))
    return select(_replaced.old_ssin, _replaced.new_ssin).join(walk, walk.c.ssin == _replaced.old_ssin)
