"""Turns the events of a replacement list into staged rows: the only module that knows RPL's elements."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from raas_batch.ssin_columns import defects
from raas_batch.store.staging import stage as copy_rows
from raas_batch.store.tables import staged_event
from raas_batch.xml.part import Element
from raas_batch.xml.shape import Batch, Shape

RECORDS = frozenset({"replaced", "canceled", "revoked"})
SHAPE = Shape("replacement", "{urn:raas:rpl:v1}replacementsRequest", "events", RECORDS)
REAL = "R"
SOME_VALID_SSIN = "80010100107"
"""Judged in the place of a number that an event does not have."""


def stage(connection: Connection, row: Row[Any], batches: Iterable[Batch], today: date) -> int:
    """Stage the file's events in file order. Returns how many."""
    mock_allowed = row.environment != REAL
    return copy_rows(connection, staged_event, _rows(row.id, batches, today, mock_allowed))


def _rows(file_id: int, batches: Iterable[Batch], today: date, mock_allowed: bool) -> Iterator[tuple[Any, ...]]:
    for batch in batches:
        numbers = [(_text(event, "ssin"), _text(event, "replacedBy")) for event in batch.records]
        old, new = (
            defects([pair[end] or SOME_VALID_SSIN for pair in numbers], today, mock_allowed).tolist() for end in (0, 1)
        )
        for position, (event, of_old, of_new) in enumerate(zip(batch.records, old, new, strict=True), batch.first):
            yield _row(file_id, position, event, of_old or of_new or None)


def _row(file_id: int, position: int, event: Element, defect: str | None) -> tuple[Any, ...]:
    return (
        file_id,
        position,
        event.get("recordId"),
        str(event.tag).upper(),
        _text(event, "eventId"),
        _text(event, "eventDate"),
        _text(event, "ssin"),
        _text(event, "replacedBy"),
        _text(event, "revokedEventId"),
        defect,
    )


def _text(event: Element, name: str) -> str | None:
    text = event.findtext(name)
    return None if text is None else text.strip()
