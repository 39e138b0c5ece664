"""Turns the records of a registration file into staged rows: the only module that knows REG's elements.

Here periods become half-open. A record that contradicts itself is staged with its code, so that it fails alone.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import compress, count, repeat
from operator import le, not_
from typing import Any

from lxml import etree
from sqlalchemy import Connection, Row

from raas_batch import codes, dates
from raas_batch.names import folded
from raas_batch.periods import ALWAYS
from raas_batch.registration.spelling import SPELLING
from raas_batch.ssin_columns import defects
from raas_batch.store.days import days_after
from raas_batch.store.staging import NULL, Written
from raas_batch.store.staging import stage as copy_rows
from raas_batch.store.tables import staged_record
from raas_batch.xml.part import Element
from raas_batch.xml.periods import half_open
from raas_batch.xml.shape import Batch, Shape

SHAPE = Shape(
    "registration",
    "{urn:raas:reg:v1}registrationsRequest",
    "registrations",
    frozenset({"register", "unregister"}),
    spelling=SPELLING,
)
REAL = "R"
_EVER = ALWAYS.start.isoformat(), ALWAYS.stop.isoformat()
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
            yield _written(file_id, batch, today, mock_allowed)
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
        _birth_date(record["birthDate"]) if "birthDate" in record else None,
        record.get("gender"),
        ssin_defect or (codes.PERIOD_RUNS_BACKWARD if start == stop else None),
    )


def _written(file_id: int, batch: Batch, today: date, mock_allowed: bool) -> Written:
    """The rows of what the pattern read, as COPY takes them, column by column: none of the values needs an escape."""
    uns, record_ids, ssins, dossier_types, begins, ends, last_names, first_names, birth_dates, genders = batch.spelled
    found = defects(ssins, today, mock_allowed).tolist()
    starts, stops = list(begins), days_after(ends)
    for place in compress(count(), map(le, stops, begins)):
        stops[place], found[place] = begins[place], found[place] or codes.PERIOD_RUNS_BACKWARD
    for place in compress(count(), map(not_, begins)):
        starts[place], stops[place] = _EVER
    columns = (
        repeat(str(file_id)),
        map(str, count(batch.first)),
        record_ids,
        ["f" if un else "t" for un in uns],
        ssins,
        dossier_types,
        starts,
        stops,
        *([folded(name) if name else NULL for name in names] for names in (last_names, first_names)),
        [_birth_date(day) if day else NULL for day in birth_dates],
        [gender or NULL for gender in genders],
        [defect or NULL for defect in found],
    )
    return Written(len(ssins), "\n".join(map("\t".join, zip(*columns, strict=False))) + "\n")


def _birth_date(text: str) -> str:
    return text if dates.exists(text) else NO_DAY


def _folded(name: str | None) -> str | None:
    return None if name is None else folded(name)
