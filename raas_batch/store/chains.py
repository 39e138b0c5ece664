"""Which SSIN replaced which, and where every chain ends: the only module that changes ``replacement``."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Select, any_, cast, delete, insert, literal, select, union_all, update
from sqlalchemy.dialects.postgresql import ARRAY

from raas_batch.store.tables import replacement, ssin_event
from raas_batch.store.types import SSIN

_replaced = replacement.c
_NAMES = ["old_ssin", "new_ssin", "last_ssin", "file_id"]


def lead_anew(connection: Connection, changed: Select[Any], stated: Select[Any]) -> None:
    """Replace what is known of some SSINs, and lead every chain through them to its new end.

    ``changed`` selects the SSINs of which anything known is forgotten; ``stated`` selects the replacements to enter,
    as (old, new, new, file id). There is no circle in what comes of it. Cost: an indexed update per doubling of the
    length of the longest chain.
    """
    ends = select(_replaced.last_ssin).where(_replaced.old_ssin.in_(changed))
    reset = update(replacement).where(_replaced.last_ssin.in_(ends)).values(last_ssin=_replaced.new_ssin)
    moved = connection.execute(reset).rowcount
    connection.execute(delete(replacement).where(_replaced.old_ssin.in_(changed)))
    enter = insert(replacement).from_select(_NAMES, stated)
    moved += connection.execute(enter, execution_options={"preserve_rowcount": True}).rowcount
    while moved:
        moved = connection.execute(_one_step_further()).rowcount


def known_from(ssins: Select[Any]) -> Select[Any]:
    """(old, new) of these SSINs and of those that replaced them, and so on along every chain."""
    start = ssins.subquery()
    walk = select(start.c[0].label("ssin")).cte("walk", recursive=True)
    walk = walk.union(select(_replaced.new_ssin).where(_replaced.old_ssin == walk.c.ssin))
    return select(_replaced.old_ssin, _replaced.new_ssin).join(walk, walk.c.ssin == _replaced.old_ssin)


def kin(connection: Connection, ssins: Iterable[str]) -> set[str]:
    """These SSINs with all that any replacement, also a revoked one, ties to them: one query per step of a chain."""
    found: set[str] = set()
    frontier = set(ssins)
    while frontier:
        found |= frontier
        frontier = set(connection.scalars(_tied_to(frontier))) - found
    return found


def families(connection: Connection, ssins: Iterable[str]) -> dict[str, str]:
    """These SSINs with their kin, each with the one of its family that stands for all of it."""
    found = kin(connection, ssins)
    head = {ssin: ssin for ssin in found}

    def of(ssin: str) -> str:
        while head[ssin] != ssin:
            head[ssin] = ssin = head[head[ssin]]
        return ssin

    for one, other in connection.execute(_ties(found)):
        head[of(one)] = of(other)
    return {ssin: of(ssin) for ssin in found}


def among(ssins: Iterable[str]) -> Any:
    """A list of SSINs, for ``column == among(...)``: one parameter however many there are."""
    return any_(cast(literal([int(ssin) for ssin in ssins], ARRAY(SSIN.impl_instance)), ARRAY(SSIN.impl_instance)))


def _tied_to(ssins: set[str]) -> Select[Any]:
    given = among(ssins)
    ends = ((_replaced.old_ssin, _replaced.new_ssin), (ssin_event.c.ssin, ssin_event.c.replaced_by))
    pairs = [pair for old, new in ends for pair in ((old, new), (new, old))]
    tied = union_all(*(select(other.label("ssin")).where(one == given, other.is_not(None)) for one, other in pairs))
    return select(tied.subquery().c.ssin).distinct()


def _ties(ssins: set[str]) -> Select[Any]:
    """(old, new) of every replacement, also a revoked one, of these SSINs."""
    given, event = among(ssins), ssin_event.c
    by_event = select(event.ssin, event.replaced_by).where(event.ssin == given, event.replaced_by.is_not(None))
    return select(union_all(select(_replaced.old_ssin, _replaced.new_ssin).where(_replaced.old_ssin == given), by_event)
                  .subquery())  # fmt: skip


def _one_step_further() -> Any:
    """Chains have no circle, and every step at least doubles how far they were followed."""
    further = replacement.alias("further")
    return update(replacement).where(further.c.old_ssin == _replaced.last_ssin).values(last_ssin=further.c.last_ssin)
