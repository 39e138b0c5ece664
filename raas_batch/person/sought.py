"""Who is sought by a file, and what that may cost: the only module that bounds it.

A search or creation looks up some ten keys for every year of birth that it covers, and is compared with the persons who
have one of them; a creation also with those before it in its file. A file may ask a hundred thousand times for the
commonest name, ten years around.
"""

from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Integer,
    MetaData,
    Row,
    Select,
    Subquery,
    Table,
    Text,
    and_,
    exists,
    func,
    literal,
    not_,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY

from raas_batch.person.reader import CREATE, SEARCH
from raas_batch.store import searching, staging, temporary
from raas_batch.store.tables import staged_request
from raas_batch.store.types import SSIN

MOST_WITH_A_KEY: Final = 1000
"""Creations of one file that may share a key: those of one birth date, say. More would be compared in earnest."""

_COLUMNS = (
    "position", "kind", "last_name", "first_names", "matching", "birth_date", "first_day", "last_day", "days", "gender",
    "maximum", "least", "others",
)  # fmt: skip

sought = Table(
    "sought",
    MetaData(),
    *(Column(name, staged_request.c[name].type) for name in _COLUMNS),
    Column("keys", ARRAY(Text)),
    Column("too_much", Boolean),
)
"""The searches and creations that are in order by themselves; ``too_much``: not looked for. Temporary."""

found = Table(
    "found",
    MetaData(),
    Column("position", Integer),
    Column("ssin", SSIN),
    Column("score", Integer),
    Column("place", Integer),
)
"""Who agrees with each of those within bounds. Temporary."""

_creation_key = Table(
    "creation_key", MetaData(), Column("position", Integer), Column("key", Text), Column("place", Integer)
)
"""The keys by which the new persons will be found; the place among those of the file with the same key. Temporary."""


def make(connection: Connection, row: Row[Any], limit: int, is_entitled: bool) -> None:
    """Make the tables ``sought`` and ``found``; the records beyond so many keys of the whole file are too much."""
    temporary.make(connection, sought.name, _with_keys(row.id, limit, is_entitled))
    temporary.make(connection, _creation_key.name, _keys_of_creations())
    crowded = select(_creation_key.c.position).where(_creation_key.c.place > MOST_WITH_A_KEY)
    connection.execute(update(sought).where(sought.c.position.in_(crowded)).values(too_much=True))
    within_bounds = select(sought).where(not_(sought.c.too_much)).subquery("asked")
    temporary.make(connection, found.name, searching.found(within_bounds))


def asked_before() -> Subquery:
    """(position) of creations much like one earlier in the file, found among these as among those of the mirror.

    One for whom candidates were found gets no number, so it is in nobody's way.
    """
    mine, earlier = sought.alias("mine"), _creation_key.c
    key = func.unnest(mine.c["keys"]).table_valued("key", name="key").render_derived()
    pair = (
        select(mine.c.position, earlier.position.label("earlier"))
        .join_from(mine, key, true())
        .join(_creation_key, and_(earlier.key == key.c.key, earlier.position < mine.c.position))
        .where(mine.c.kind == CREATE, not_(mine.c.too_much), earlier.place <= MOST_WITH_A_KEY)
        .distinct()
        .subquery("pair")
    )
    own, other = sought.alias("own"), _as_persons().subquery("other")
    alike = searching.likeness(own.c, other.c) >= searching.DUPLICATE
    is_told = exists().where(found.c.position == other.c.position)
    joined = pair.join(own, own.c.position == pair.c.position).join(other, other.c.position == pair.c.earlier)
    return select(own.c.position).select_from(joined).where(alike, ~is_told).distinct().subquery("before")


def _with_keys(file_id: int, limit: int, is_entitled: bool) -> Select[Any]:
    sent = staged_request.c
    again = staging.came_before(sent.position, sent.record_id).label("again")
    mine = select(staged_request, again).where(sent.file_id == file_id).subquery("mine").c
    in_order = and_(mine.kind.in_([SEARCH, CREATE]), mine.defect.is_(None), not_(mine.again), literal(is_entitled))
    keyed = (
        select(*(mine[name] for name in _COLUMNS), searching.asked_keys(mine).label("keys"))
        .where(in_order)
        .subquery("keyed")
        .c
    )
    needed = func.sum(func.cardinality(keyed["keys"])).over(order_by=keyed.position)
    return select(*(keyed[name] for name in _COLUMNS), keyed["keys"], (needed > limit).label("too_much"))


def _as_persons() -> Select[Any]:
    """Creations as the persons of the mirror that they would become."""
    names = sought.c.last_name.label("folded_last_name"), sought.c.first_names.label("folded_first_names")
    return select(sought.c.position, *names, sought.c.birth_date).where(
        sought.c.kind == CREATE, not_(sought.c.too_much)
    )


def _keys_of_creations() -> Select[Any]:
    new = _as_persons().subquery("new")
    key = func.unnest(searching.held_keys(new.c)).label("key")
    each = select(new.c.position, key).distinct().subquery("each").c
    place = func.row_number().over(partition_by=each.key, order_by=each.position)
    return select(each.position, each.key, place.label("place"))
