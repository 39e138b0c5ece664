"""Turns the mutations of a file into staged rows: the only module that knows MUT's elements."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from raas_batch import codes
from raas_batch.data_groups import DATA_GROUPS, date_defect
from raas_batch.names import folded
from raas_batch.ssin_columns import defects
from raas_batch.store.staging import stage as copy_rows
from raas_batch.store.tables import staged_mutation
from raas_batch.xml import data_groups
from raas_batch.xml.part import Element
from raas_batch.xml.shape import Batch, Shape

SHAPE = Shape("mutation", "{urn:raas:mut:v1}mutationsRequest", "mutations", frozenset({"mutation"}))
REAL = "R"


def stage(connection: Connection, row: Row[Any], batches: Iterable[Batch], today: date) -> int:
    """Stage the file's mutations in file order. Returns how many."""
    mock_allowed = row.environment != REAL
    return copy_rows(connection, staged_mutation, _rows(row.id, batches, today, mock_allowed))


def _rows(file_id: int, batches: Iterable[Batch], today: date, mock_allowed: bool) -> Iterator[tuple[Any, ...]]:
    for batch in batches:
        ssin_defects = defects([_text(each, "ssin") for each in batch.records], today, mock_allowed).tolist()
        judged = zip(batch.records, ssin_defects, strict=True)
        for position, (mutation, ssin_defect) in enumerate(judged, batch.first):
            yield _row(file_id, position, mutation, ssin_defect, today)


def _row(file_id: int, position: int, mutation: Element, ssin_defect: str, today: date) -> tuple[Any, ...]:
    groups = {str(each.tag): data_groups.value(each) for each in mutation if each.tag in DATA_GROUPS}
    event_date, name = _text(mutation, "eventDate"), groups.get("name")
    born, died = groups.get("birth", {}).get("birthDate"), groups.get("decease", {}).get("deceaseDate")
    return (
        file_id,
        position,
        mutation.get("recordId"),
        _text(mutation, "eventId"),
        event_date,
        _text(mutation, "ssin"),
        _text(mutation, "correction") in ("true", "1"),
        json.dumps(groups),
        None if name is None else folded(name["lastName"]),
        None if name is None else [folded(each) for each in name["firstName"]],
        ssin_defect or date_defect(born, died) or (codes.EVENT_IN_FUTURE if event_date > str(today) else None),
    )


def _text(mutation: Element, name: str) -> str:
    """The text of an element; the schema demands all but ``correction``."""
    return (mutation.findtext(name) or "").strip()
