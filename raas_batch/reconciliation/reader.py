"""Turns the lines of a list into staged rows: the only module that knows REC's elements.

A line that contradicts itself is staged with its code, so that it fails alone.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from lxml import etree
from sqlalchemy import Connection, Row, insert

from raas_batch import codes
from raas_batch.settings import BRUSSELS
from raas_batch.ssin_columns import defects
from raas_batch.store.staging import stage as copy_rows
from raas_batch.store.tables import staged_list, staged_record
from raas_batch.xml.part import Element
from raas_batch.xml.periods import half_open
from raas_batch.xml.shape import Batch, Shape

SHAPE = Shape("reconciliation", "{urn:raas:rec:v1}reconciliationRequest", "lines", frozenset({"line"}))
REAL = "R"


class Stated(NamedTuple):
    """A line as it is stated, by a file or a table: nothing is checked but its form; days as ISO texts."""

    record_id: str
    ssin: str
    dossier_type: str
    begin_date: str
    end_date: str | None


def stage(connection: Connection, row: Row[Any], batches: Iterable[Batch], today: date) -> int:
    """Stage the file's lines in file order, and what it says of itself. Returns how many lines."""
    roots: list[Element] = []
    rows = _rows(row.id, batches, roots, (today, row.environment != REAL))
    count = copy_rows(connection, staged_record, rows)
    said = [(root.find("completeFor"), root.find("asOf")) for root in roots]
    for complete_for, as_of in said:
        if complete_for is not None:  # else the schema has told that it is not there
            connection.execute(insert(staged_list).values(file_id=row.id, **_said(complete_for, as_of)))
    return count


def staged(file_id: int, first: int, lines: list[Stated], judged_by: tuple[date, bool]) -> Iterator[tuple[Any, ...]]:
    """Rows of ``staged_record``; ``judged_by``: the day of judging, and whether mock numbers are taken."""
    ssin_defects = defects([line.ssin for line in lines], *judged_by).tolist()
    for position, (line, ssin_defect) in enumerate(zip(lines, ssin_defects, strict=True), first):
        start, stop = half_open(line.begin_date, line.end_date)
        defect = ssin_defect or (codes.PERIOD_RUNS_BACKWARD if start == stop else None)
        key = line.record_id, True, line.ssin, line.dossier_type
        yield file_id, position, *key, start, stop, None, None, None, None, defect


def _rows(
    file_id: int, batches: Iterable[Batch], roots: list[Element], judged_by: tuple[date, bool]
) -> Iterator[tuple[Any, ...]]:
    for batch in batches:
        if not roots:
            roots.append(batch.root)
        yield from staged(file_id, batch.first, [_stated(line) for line in batch.records], judged_by)


def _stated(line: Element) -> Stated:
    texts = {str(element.tag): (element.text or "").strip() for element in line.iterdescendants(etree.Element)}
    return Stated(
        str(line.get("recordId")), texts["ssin"], texts["dossierType"], texts["beginDate"], texts.get("endDate")
    )


def _said(complete_for: Element, as_of: Element | None) -> dict[str, Any]:
    kinds = [(kind.text or "").strip() for kind in complete_for.iterchildren("dossierType")]
    number, moment = (None if as_of is None else as_of.findtext(name) for name in ("logNumber", "moment"))
    return {
        "complete_for": None if complete_for.find("allDossierTypes") is not None else kinds,
        "log_number": None if number is None else int(number),
        "moment": None if moment is None else _in_belgium(datetime.fromisoformat(moment.strip())),
    }


def _in_belgium(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=BRUSSELS)
