"""Writes the answer to a consultation: as a table for people, as JSON, CSV or XML for programs."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping

from raas_batch.consultation.lines import Line
from raas_batch.terminal import table
from raas_batch.xml.writer import element, period

Written = Callable[[Iterable[Line]], str]


def as_json(lines: Iterable[Line]) -> str:
    """A list of objects; ``endDate`` is null when the line is open."""
    return json.dumps(list(map(_fields, lines)), indent=2)


def as_csv(lines: Iterable[Line]) -> str:
    """A heading and a row per line; an open line has an empty ``endDate``."""
    text = io.StringIO()
    rows = csv.DictWriter(text, ("ssin", "dossierType", "beginDate", "endDate"), lineterminator="\n")
    rows.writeheader()
    rows.writerows(map(_fields, lines))
    return text.getvalue().rstrip("\n")


def as_xml(lines: Iterable[Line]) -> str:
    """A ``consultationResult``, as ``xsd/v1/consultation.xsd`` describes it."""
    listed = "\n".join(f"    <line>{_line(line)}</line>" for line in lines)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<con:consultationResult xmlns:con="urn:raas:con:v1">\n'
        f"  <lines>\n{listed}\n  </lines>\n</con:consultationResult>"
    )


def as_table(lines: Iterable[Line]) -> str:
    """A table for a terminal."""
    shown = (
        (f"{line.ssin} (canceled)" if line.canceled else line.ssin, line.dossier_type,
         line.period.begin_date, line.period.end_date or "open")
        for line in lines
    )  # fmt: skip
    return table(("SSIN", "dossier type", "begin date", "end date"), shown)


FORMATS: Mapping[str, Written] = {"table": as_table, "json": as_json, "csv": as_csv, "xml": as_xml}


def _fields(line: Line) -> dict[str, str | None]:
    end_date = line.period.end_date
    return {
        "ssin": line.ssin,
        "dossierType": line.dossier_type,
        "beginDate": line.period.begin_date.isoformat(),
        "endDate": None if end_date is None else end_date.isoformat(),
    }


def _line(line: Line) -> str:
    mark = ' canceled="true"' if line.canceled else ""
    lines = period(line.period.start, line.period.stop)
    return f"<ssin{mark}>{line.ssin}</ssin>{element('dossierType', line.dossier_type)}{lines}"
