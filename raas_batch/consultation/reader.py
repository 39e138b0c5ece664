"""Turns the questions of a consultation file into staged rows: the only module that knows CON's elements.

A question that contradicts itself is staged with its code, so that it fails alone.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from raas_batch import codes
from raas_batch.ssin_columns import defects
from raas_batch.store.staging import stage as copy_rows
from raas_batch.store.tables import staged_question
from raas_batch.xml.part import Element
from raas_batch.xml.periods import half_open
from raas_batch.xml.shape import Batch, Shape

SHAPE = Shape("consultation", "{urn:raas:con:v1}consultationsRequest", "questions", frozenset({"question"}))
REAL = "R"


def stage(connection: Connection, row: Row[Any], batches: Iterable[Batch], today: date) -> int:
    """Stage the file's questions in file order. Returns how many."""
    mock_allowed = row.environment != REAL
    return copy_rows(connection, staged_question, _rows(row.id, batches, today, mock_allowed))


def _rows(file_id: int, batches: Iterable[Batch], today: date, mock_allowed: bool) -> Iterator[tuple[Any, ...]]:
    for batch in batches:
        ssin_defects = defects([_text(each, "ssin") or "" for each in batch.records], today, mock_allowed).tolist()
        judged = zip(batch.records, ssin_defects, strict=True)
        for position, (question, ssin_defect) in enumerate(judged, batch.first):
            yield _row(file_id, position, question, ssin_defect)


def _row(file_id: int, position: int, question: Element, ssin_defect: str) -> tuple[Any, ...]:
    start, stop = half_open(_text(question, "period/beginDate"), _text(question, "period/endDate"))
    return (
        file_id,
        position,
        question.get("recordId"),
        _text(question, "ssin"),
        _text(question, "dossierType"),
        start,
        stop,
        _text(question, "knownAt"),  # without a zone it is Belgian time, which is that of our connections
        _text(question, "lineage") in ("true", "1"),
        ssin_defect or (codes.PERIOD_RUNS_BACKWARD if start == stop else None),
    )


def _text(question: Element, path: str) -> str | None:
    """The text of an element; None when it is not there."""
    text = question.findtext(path)
    return None if text is None else text.strip()
