"""The mirror of the authentic source: identification data, and which SSIN replaced which."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from raas_batch.replacements import last_ssins
from raas_batch.store.judged import is_ok, judged
from raas_batch.store.tables import person, replacement, staged_person

_sent, _replaced = staged_person.c, replacement.c
_CARRIED = [column.name for column in person.columns if column.name != "file_id"]


def in_circles(connection: Connection, file_id: int) -> list[str]:
    """SSINs of the file whose replacement, with those already known, would lead back to itself."""
    known: dict[str, str] = {row.old: row.new for row in connection.execute(_replacements_from(file_id))}
    return sorted(old for old, last in last_ssins(known).items() if last is None)


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


def _replacements_from(file_id: int) -> Select[Any]:
    """(old, new) of the file, then of the mirror from there on; what the file says goes before the mirror."""
    in_file = _sent.file_id == file_id
    stated = select(_sent.ssin.label("old"), _sent.replaced_by.label("new"))
    walk = stated.where(in_file, _sent.replaced_by.is_not(None), _sent.defect.is_(None)).cte("walk", recursive=True)
    known = select(_replaced.old_ssin, _replaced.new_ssin).join(walk, walk.c.new == _replaced.old_ssin)
    walk = walk.union(known.where(_replaced.old_ssin.not_in(select(_sent.ssin).where(in_file))))
    return select(walk.c.old, walk.c.new)
