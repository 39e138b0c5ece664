"""What a search at the command line shows: as a table for people, as JSON for programs."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from raas_batch.person.weighing import held_groups
from raas_batch.terminal import table

Written = Callable[[Sequence[Row[Any]], frozenset[str]], str]


def as_json(rows: Sequence[Row[Any]], covered: frozenset[str]) -> str:
    """A list of objects, the best first: the data groups that may be told, and the names of those withheld."""
    return json.dumps([_person(row, covered) for row in rows], ensure_ascii=False, indent=2)


def as_table(rows: Sequence[Row[Any]], covered: frozenset[str]) -> str:
    """A table for a terminal: who it is; other data groups are in JSON."""
    heading = ("score", "SSIN", "register", "last name", "first names", "birth date", "gender", "withheld")
    shown = []
    for row in rows:
        person = _person(row, covered)
        name, birth, gender = (person["data"].get(group, {}) for group in ("name", "birth", "gender"))
        shown.append(
            (
                row.score,
                row.ssin,
                row.register,
                name.get("lastName"),
                " ".join(name.get("firstName", [])),
                birth.get("birthDate"),
                gender.get("gender"),
                ", ".join(person["withheld"]),
            )
        )
    return table(heading, shown)


FORMATS: Mapping[str, Written] = {"table": as_table, "json": as_json}


def _person(row: Row[Any], covered: frozenset[str]) -> dict[str, Any]:
    held = held_groups(row)
    return {
        "ssin": row.ssin,
        "score": row.score,
        "register": row.register,
        "data": {group: value for group, value in held.items() if group in covered},
        "withheld": [group for group in held if group not in covered],
    }
