"""Turns the records of a registration file into staged rows: the only module that knows REG's elements.

Here periods become half-open. A record that contradicts itself is staged with its code, so that it fails alone.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import count, repeat
from typing import Any

from lxml import etree
from sqlalchemy import Connection, Row

from raas_batch import codes, dates
from raas_batch.names import folded
from raas_batch.periods import ALWAYS
from raas_batch.registration.spelling import SPELLING
from raas_batch.ssin_columns import defects
from raas_batch.store.staging import NULL, Written
from raas_batch.store.staging import stage as copy_rows
from raas_batch.store.tables import staged_record
from raas_batch.xml.part import Element
from raas_batch.xml.periods import half_open, stop_text
from raas_batch.xml.reader import Batch, Shape
from raas_batch.xml.spelling import Record

SHAPE = Shape(
    "registration",
    "{urn:raas:reg:v1}registrationsRequest",
    "registrations",
    frozenset({"register", "unregister"}),
    spelling=SPELLING,
)
REAL = "R"
_EVER = ALWAYS.start.isoformat(), ALWAYS.stop.isoformat()
_NOBODY = "\t".join([NULL] * 4)
NO_DAY = "0000-99-99"
"""Stands for a birth date that does not exist: it agrees with no date of the authentic source."""


def stage(connection: Connection, row: Row[Any], batches: Iterable[Batch], today: date) -> int:
    """Stage the file's records in file order. Returns how many."""
    mock_allowed = row.environment != REAL
    return copy_rows(connection, staged_record, _rows(row.id, batches, today, mock_allowed))


def _rows(
    file_id: int, batches: Iterable[Batch], today: date, mock_allowed: bool
) -> Iterator[tuple[Any, ...] | Written]:
    for batch in batches:
        if batch.spelled:
            found = defects([record[2] for record in batch.spelled], today, mock_allowed).tolist()
            yield Written(len(found), "".join(map(_line, repeat(file_id), count(batch.first), batch.spelled, found)))
        records = [_texts(record) for record in batch.records]
        ssin_defects = defects([record["ssin"] for record in records], today, mock_allowed).tolist()
        for position, (record, ssin_defect) in enumerate(zip(records, ssin_defects, strict=True), batch.first):
            yield _row(file_id, position, record, ssin_defect)


def _texts(record: Element) -> dict[str, str]:
    """The record's tag and recordId, and every text by its element's name: names are unique within a record."""
    texts = {str(element.tag): (element.text or "").strip() for element in record.iterdescendants(etree.Element)}
    return texts | {"tag": str(record.tag), "recordId": str(record.get("recordId"))}


def _row(file_id: int, position: int, record: dict[str, str], ssin_defect: str) -> tuple[Any, ...]:
    start, stop = half_open(record.get("beginDate"), record.get("endDate"))
    return (
        file_id,
        position,
        record["recordId"],
        record["tag"] == "register",
        record["ssin"],
        record["dossierType"],
        start,
        stop,
        _folded(record.get("lastName")),
        _folded(record.get("firstName")),
        _birth_date(record.get("birthDate")),
        record.get("gender"),
        ssin_defect or (codes.PERIOD_RUNS_BACKWARD if start == stop else None),
    )


def _line(file_id: int, position: int, record: Record, defect: str) -> str:
    """The row of a record that the pattern read, as COPY takes it: none of its values needs an escape."""
    un, record_id, ssin, dossier_type, start, end, last_name, first_name, birth_date, gender, _ = record
    if not start:
        start, stop = _EVER
    elif end and end < start:
        stop, defect = start, defect or codes.PERIOD_RUNS_BACKWARD
    else:
        stop = stop_text(end)
    person = _NOBODY
    if last_name or first_name or birth_date or gender:
        names = "\t".join(folded(name) if name else NULL for name in (last_name, first_name))
        person = f"{names}\t{_birth_date(birth_date or None) or NULL}\t{gender or NULL}"
    registers = "f" if un else "t"
    return (
        f"{file_id}\t{position}\t{record_id}\t{registers}\t{ssin}\t{dossier_type}\t{start}\t{stop}\t{person}\t"
        f"{defect or NULL}\n"
    )


def _birth_date(text: str | None) -> str | None:
    return text if text is None or dates.exists(text) else NO_DAY


def _folded(name: str | None) -> str | None:
    return None if name is None else folded(name)
