"""CBSS numbers in the database: which were ever used, and who got which. Numbers are never given twice."""

from datetime import date
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    Connection,
    Integer,
    MetaData,
    Table,
    and_,
    cast,
    false,
    func,
    insert,
    literal,
    select,
    union,
)

from raas_batch.store import mutations
from raas_batch.store.judged import is_ok, judged
from raas_batch.store.staging import stage
from raas_batch.store.tables import cbss_number, knows, person, replacement, ssin_event, staged_request
from raas_batch.store.types import SSIN

created = Table("created", MetaData(), Column("position", Integer), Column("ssin", SSIN))
"""Per creation of the file that is applied: its position and the number it got. Temporary; empty in a simulation."""

_EVERYWHERE = (
    person.c.ssin, cbss_number.c.ssin, replacement.c.old_ssin, replacement.c.new_ssin, ssin_event.c.ssin,
    ssin_event.c.replaced_by, knows.c.ssin,
)  # fmt: skip
_BEHIND = 100_000
"""A stem of six digits has five behind it."""
_sent = staged_request.c


def used(connection: Connection, stems: set[str]) -> set[str]:
    """Numbers that begin with these six digits and that anybody has or ever had."""
    if not stems:
        return set()
    stem = func.unnest(cast(literal(sorted(map(int, stems)), ARRAY(BigInteger)), ARRAY(BigInteger)))
    low = select((stem * _BEHIND).label("low")).subquery("stem").c.low
    within = (
        select(cast(number, SSIN).label("ssin")).where(number >= low, number < low + _BEHIND) for number in _EVERYWHERE
    )
    return set(connection.scalars(union(*within)))


def wanted(connection: Connection, file_id: int) -> list[Any]:
    """(position, birth date, gender) of the file's accepted creations, in order."""
    gender = _sent.asked[("gender", "gender")].astext.label("gender")
    statement = select(_sent.position, _sent.birth_date, gender).where(_accepted(file_id)).order_by(_sent.position)
    return list(connection.execute(statement))


def enter(connection: Connection, file_id: int, given: list[tuple[int, str]], day: date) -> None:
    """Bring the new persons into the mirror, and write down for ever who got which number, (position, ssin)."""
    stage(connection, created, given)
    own = and_(_sent.file_id == file_id, _sent.position == created.c.position)
    kept = select(created.c.ssin, _sent.file_id, _sent.position, literal(day), _sent.asked).where(own)
    names = ["ssin", "file_id", "position", "day", "asked"]
    connection.execute(insert(cbss_number).from_select(names, kept.order_by(_sent.position)))
    values = {
        "ssin": created.c.ssin,
        "register": literal("BIS"),
        "last_name": mutations.element(_sent.asked, "name", "lastName"),
        "first_names": mutations.element(_sent.asked, "name", "firstName"),
        "folded_last_name": _sent.last_name,
        "folded_first_names": _sent.first_names,
        "birth_date": _sent.birth_date,
        "gender": mutations.element(_sent.asked, "gender", "gender"),
        "decease_date": mutations.element(_sent.asked, "decease", "deceaseDate"),
        "canceled": false(),
        "data_groups": mutations.together(_sent.asked),
        "file_id": _sent.file_id,
    }
    connection.execute(insert(person).from_select(list(values), select(*values.values()).where(own)))


def _accepted(file_id: int) -> Any:
    mine = and_(_sent.file_id == file_id, _sent.kind == "create")
    return and_(mine, _sent.position == judged.c.position, is_ok)
