"""Finds persons of the mirror by sound and likeness: the only module that asks for them.

One statement for all that is asked, however much: each question meets the persons with whom it shares a key (how a name
sounds, begins or ends, in that year of birth; or the day of birth), by an index, and these alone are compared. The
functions it calls are the database's, made by a migration of ``daitch_mokotoff``, ``pg_trgm``, ``levenshtein`` and
``unaccent``. ``docs/search.md`` tells how they weigh, and how well they find.
"""

from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Text,
    case,
    exists,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY

from raas_batch.store import events
from raas_batch.store.tables import person, replacement

FIRST_LETTER, COMPLETE, ALL, IGNORE = MATCHINGS = (
    "FIRST_LETTER_FIRST_GIVENNAME", "COMPLETE_FIRST_GIVENNAME", "ALL_GIVENNAME", "IGNORE_GIVENNAME",
)  # fmt: skip
"""How given names must agree; the words are KSZ's."""

SEARCHED: Final = 80
"""Out of 100: the least score with which a person is told."""
DUPLICATE: Final = 88
"""The least score with which a person may be the one for whom a number is asked."""

_Value = ColumnElement[Any]


def asked_keys(asked: Any) -> _Value:
    """What the index is asked: the keys of the name in every year, a first name sent as last name too, and the days.

    ``asked`` has the columns of ``staged_request``. What a question costs grows with their number.
    """
    first = case((asked.matching.not_in([IGNORE, FIRST_LETTER]), asked.first_names[1]))
    ends = (func.coalesce(day, asked.birth_date) for day in (asked.first_day, asked.last_day))
    keys: _Value = func.asked_keys(asked.last_name, first, *ends, asked.days, type_=ARRAY(Text))
    return keys


def held_keys(held: Any) -> _Value:
    """The keys by which a person is found; those of the mirror are in the index."""
    names = held.folded_last_name, held.folded_first_names
    keys: _Value = func.search_keys(*names, held.birth_date, type_=ARRAY(Text))
    return keys


def found(asked: FromClause) -> Select[Any]:
    """(position, ssin, score, place) of the persons who agree with each question, the best first, equals by number.

    ``asked`` has the columns of ``staged_request``, and ``keys``: made before, lest they be made for every person. One
    person more than its ``maximum`` tells that there are more. Replaced and canceled numbers are not found: their
    successors are.
    """
    a, p = asked.c, person.c
    compared = (
        select(p.ssin, likeness(a, p).label("score"))
        .where(held_keys(p).bool_op("&&")(a["keys"]), _birth(a, p) > 0, _gender_agrees(a), _first_letter_agrees(a))
        .where(*_in_use(a))
        .correlate(asked)
        .subquery("compared")
    )
    best = select(compared).where(compared.c.score >= a.least).order_by(compared.c.score.desc(), compared.c.ssin)
    hit = best.limit(a.maximum + 1).lateral("hit")
    place = func.row_number().over(partition_by=a.position, order_by=[hit.c.score.desc(), hit.c.ssin])
    return select(a.position, hit.c.ssin, hit.c.score, place.label("place")).select_from(asked.join(hit, true()))


def likeness(asked: Any, held: Any) -> _Value:
    """How well two persons agree, 0 to 100: names as they stand or swapped, and birth dates."""
    names = asked.matching, asked.last_name, asked.first_names, held.folded_last_name, held.folded_first_names
    agreed: _Value = func.person_likeness(*names, _birth(asked, held), type_=Integer)
    return agreed


def _birth(asked: Any, held: Any) -> _Value:
    agreed: _Value = func.birth_likeness(asked.birth_date, asked.first_day, asked.last_day, held.birth_date)
    return agreed


def _first_letter_agrees(asked: Any) -> ColumnElement[bool]:
    initials = func.left(person.c.folded_first_names[1], 1), func.left(asked.first_names[1], 1)
    return or_(asked.matching != FIRST_LETTER, initials[0] == initials[1])


def _gender_agrees(asked: Any) -> ColumnElement[bool]:
    """Who has no known gender may have the one that is asked."""
    return or_(asked.gender.is_(None), person.c.gender.is_(None), person.c.gender.in_([asked.gender, "X"]))


def _in_use(asked: Any) -> tuple[ColumnElement[bool], ...]:
    replaced = exists().where(replacement.c.old_ssin == person.c.ssin)
    apart = person.c.ssin != func.all(asked.others)
    return ~person.c.canceled, ~replaced, ~events.is_canceled(person.c.ssin), apart
