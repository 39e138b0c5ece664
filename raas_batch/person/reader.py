"""Turns the requests of a person file into staged rows: the only module that knows PER's elements."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from raas_batch import codes, dates
from raas_batch.data_groups import DATA_GROUPS
from raas_batch.names import folded
from raas_batch.person import asking, groups
from raas_batch.person.strict import normalised
from raas_batch.ssin import defect as ssin_defect
from raas_batch.store import searching
from raas_batch.store.staging import stage as copy_rows
from raas_batch.store.tables import staged_request
from raas_batch.xml import data_groups
from raas_batch.xml.part import Element
from raas_batch.xml.shape import Batch, Shape

SEARCH, CREATE, UPDATE = "search", "create", "update"
SHAPE = Shape("person", "{urn:raas:per:v1}personsRequest", "requests", frozenset({SEARCH, CREATE, UPDATE}))
REAL = "R"

_COLUMNS = [column.name for column in staged_request.columns]
_NOTHING_ASKED = {
    "first_names": [], "matching": searching.IGNORE, "days": [], "maximum": 0, "least": 0, "others": [], "asked": "{}",
    "defects": "{}",
}  # fmt: skip

_Row = dict[str, Any]


def stage(connection: Connection, row: Row[Any], batches: Iterable[Batch], today: date) -> int:
    """Stage the file's requests in file order. Returns how many."""
    return copy_rows(connection, staged_request, _rows(row, batches, today))


def _rows(row: Row[Any], batches: Iterable[Batch], today: date) -> Iterator[list[Any]]:
    for batch in batches:
        for position, request in enumerate(batch.records, batch.first):
            kind = str(request.tag)
            about = {"file_id": row.id, "position": position, "record_id": request.get("recordId"), "kind": kind}
            if kind == SEARCH:
                said = _search(request)
            elif kind == CREATE:
                said = _create(request, today)
            else:
                said = _update(request, today, mock_allowed=row.environment != REAL)
            values = _NOTHING_ASKED | about | said
            yield [values.get(name) for name in _COLUMNS]


def _search(request: Element) -> _Row:
    first_names = [" ".join((name.text or "").split()) for name in request.findall("firstName")]
    birth_date, tolerance = _text(request, "birth/birthDate") or "", _text(request, "birth/tolerance")
    if not dates.exists(birth_date):
        return {"defect": codes.BIRTH_DATE_NOT_IN_CALENDAR}
    question = asking.asked(
        _text(request, "lastName") or "",
        first_names,
        birth_date,
        _text(request, "givenNameMatching"),
        None if tolerance is None else int(tolerance),
        _text(request, "gender"),
        int(_text(request, "maximumResultCount") or asking.MOST_TOLD),
    )
    lacks = asking.lacks_name(question.matching, first_names)
    return {**question._asdict(), "defect": codes.GIVEN_NAME_LACKING if lacks else None}


def _create(request: Element, today: date) -> _Row:
    """A creation is also a search: for who may be the same person."""
    said, wrong = _groups(request, today)
    place = request.find("birthPlace")
    birth_place = None if place is None else data_groups.value(place)
    if not groups.identifies(said, birth_place):
        return {"defect": next(iter(wrong.values()), codes.MINIMUM_DATA_INCOMPLETE)}
    if wrong:
        return {"defect": next(iter(wrong.values()))}
    name, born = said["name"], said["birth"]["birthDate"]
    question = asking.asked(name["lastName"], name["firstName"], born)
    others = [int(other.text or 0) for other in request.findall("otherPerson")]
    kept = said if birth_place is None else said | {"birthPlace": birth_place}
    return question._replace(least=searching.DUPLICATE, maximum=asking.MOST_ALIKE, others=others)._asdict() | {
        "asked": json.dumps(kept)
    }


def _update(request: Element, today: date, mock_allowed: bool) -> _Row:
    said, wrong = _groups(request, today)
    ssin, since = _text(request, "ssin") or "", _text(request, "inceptionDate") or ""
    defect = ssin_defect(ssin, today, mock_allowed)
    if defect is None and since > str(today):
        defect = codes.INCEPTION_OUTSIDE_LIFE
    if defect is None and not said:
        defect = codes.NO_DATA_GROUP
    name = said.get("name", {"lastName": None, "firstName": []})
    return {
        "ssin": ssin,
        "event_date": since,
        "last_name": name["lastName"] and folded(name["lastName"]),
        "first_names": [folded(each) for each in name["firstName"]],
        "asked": json.dumps(said),
        "defects": json.dumps(wrong),
        "defect": defect,
    }


def _groups(request: Element, today: date) -> tuple[dict[str, Any], dict[str, str]]:
    """The data groups of a record, its names as they are kept; and the code of what is wrong with each."""
    said = {str(each.tag): data_groups.value(each) for each in request if each.tag in DATA_GROUPS}
    if "name" in said:
        name = said["name"]
        name["lastName"] = normalised(name["lastName"])
        name["firstName"] = [normalised(each) for each in name["firstName"]]
    return said, groups.defects(said, today)


def _text(request: Element, path: str) -> str | None:
    text = request.findtext(path)
    return None if text is None else " ".join(text.split())
