"""Turns the persons of a population file into staged rows: the only module that knows POP's elements."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from raas_batch.data_groups import KEPT_TOGETHER, date_defect
from raas_batch.names import folded
from raas_batch.ssin_columns import defects
from raas_batch.store.staging import stage as copy_rows
from raas_batch.store.tables import staged_person
from raas_batch.xml import data_groups
from raas_batch.xml.part import Element
from raas_batch.xml.shape import Batch, Shape

SHAPE = Shape("population", "{urn:raas:pop:v1}populationRequest", "persons", frozenset({"person"}))
REAL = "R"


def stage(connection: Connection, row: Row[Any], batches: Iterable[Batch], today: date) -> int:
    """Stage the file's persons in file order. Returns how many."""
    mock_allowed = row.environment != REAL
    return copy_rows(connection, staged_person, _rows(row.id, batches, today, mock_allowed))


def _rows(file_id: int, batches: Iterable[Batch], today: date, mock_allowed: bool) -> Iterator[tuple[Any, ...]]:
    for batch in batches:
        ssins = [_ssin(person).text or "" for person in batch.records]
        lasts = [ssin.get("replacedBy") or own for ssin, own in zip(map(_ssin, batch.records), ssins, strict=True)]
        own_defects, last_defects = (defects(numbers, today, mock_allowed).tolist() for numbers in (ssins, lasts))
        judged = zip(batch.records, own_defects, last_defects, strict=True)
        for position, (person, own_defect, last_defect) in enumerate(judged, batch.first):
            yield _row(file_id, position, person, own_defect or last_defect)


def _row(file_id: int, position: int, person: Element, ssin_defect: str) -> tuple[Any, ...]:
    ssin = _ssin(person)
    last_name = _text(person, "lastName") or ""
    first_names = [" ".join((name.text or "").split()) for name in person.findall("firstName")]
    birth_date, decease_date = _text(person, "birthDate") or "", _text(person, "deceaseDate")
    groups = {str(each.tag): data_groups.value(each) for each in person if each.tag in KEPT_TOGETHER}
    return (
        file_id,
        position,
        person.get("recordId"),
        ssin.text,
        _text(person, "register"),
        last_name,
        first_names,
        folded(last_name),
        [folded(name) for name in first_names],
        birth_date,
        _text(person, "gender"),
        decease_date,
        (ssin.get("canceled") or "").strip() in ("true", "1"),
        ssin.get("replacedBy"),
        json.dumps({group: value for group, value in groups.items() if value}),
        ssin_defect or date_defect(birth_date, decease_date),
    )


def _ssin(person: Element) -> Element:
    ssin = person.find("ssin")
    assert ssin is not None, "the schema demands it"
    return ssin


def _text(person: Element, name: str) -> str | None:
    text = person.findtext(name)
    return None if text is None else " ".join(text.split())
