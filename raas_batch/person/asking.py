"""One search as a question that can be put to the mirror, by itself or among many: what a record or a command asks."""

from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row, Select, bindparam, select

from raas_batch.names import folded
from raas_batch.person.groups import UNKNOWN_GENDER
from raas_batch.person.window import window
from raas_batch.store import searching
from raas_batch.store.tables import person, staged_request

MOST_TOLD: Final = 80
"""KSZ's own limit of a phonetic search."""
MOST_ALIKE: Final = 50
"""Of persons who may be the one for whom a number is asked: again KSZ's limit."""


class Asked(NamedTuple):
    """What is asked of a person, in the names of the columns of ``staged_request``; names folded."""

    last_name: str
    first_names: list[str]
    matching: str
    birth_date: str
    first_day: str | None
    last_day: str | None
    days: list[str]
    gender: str | None
    maximum: int
    least: int
    others: list[int]


def asked(
    last_name: str,
    first_names: list[str],
    birth_date: str,
    matching: str | None = None,
    tolerance: int | None = None,
    gender: str | None = None,
    maximum: int = MOST_TOLD,
) -> Asked:
    """A question; without matching mode the first given name counts, when there is one. ``ValueError``: no such date.

    An unknown gender is not asked for.
    """
    mode = matching or (searching.COMPLETE if first_names else searching.IGNORE)
    sought = None if gender == UNKNOWN_GENDER else gender
    given, span = [folded(name) for name in first_names], window(birth_date, tolerance)
    return Asked(
        folded(last_name), given, mode, birth_date, span.first_day, span.last_day, span.days, sought, maximum,
        searching.SEARCHED, [],
    )  # fmt: skip


def lacks_name(matching: str, first_names: list[str]) -> bool:
    """Whether the matching mode needs a given name that is not there."""
    return matching != searching.IGNORE and not first_names


def answered(connection: Connection, question: Asked) -> list[Row[Any]]:
    """The persons who agree, best first: rows of the mirror with ``score`` and ``place``; one too many tells so."""
    return list(connection.execute(_statement(), {"position": 0, **question._asdict()}))


@cache
def _statement() -> Select[Any]:
    """Made once: composing it takes as long as carrying it out."""
    columns = (bindparam(name, type_=staged_request.c[name].type).label(name) for name in ("position", *Asked._fields))
    question = select(*columns).subquery("question").c
    asked = select(*question, searching.asked_keys(question).label("keys")).cte("asked").prefix_with("materialized")
    hit = searching.found(asked).subquery("hit")
    told = select(person, hit.c.score, hit.c.place).join(hit, hit.c.ssin == person.c.ssin)
    return told.order_by(hit.c.place)
