"""Writes the answer to a consultation: as a table for people, as JSON, CSV or XML for programs."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping

from raas_batch.consultation import message
from raas_batch.consultation.lines import Line
from raas_batch.store.causes import Cause, RecordCause
from raas_batch.terminal import table

Written = Callable[[Iterable[Line], bool], str]
"""The lines, and whether what made them is told."""

_LINE = ("ssin", "dossierType", "beginDate", "endDate")
_CAUSE = ("cause", "fileName", "fileSequenceNumber", "recordId", "eventId", "eventDate", "replacedSsin", "replacedBy")


def as_json(lines: Iterable[Line], lineage: bool = False) -> str:
    """A list of objects; ``endDate`` is null when the line is open. With lineage each has its ``causes``."""
    told = [_fields(line) | ({"causes": list(map(_made_by, line.causes))} if lineage else {}) for line in lines]
    return json.dumps(told, indent=2)


def as_csv(lines: Iterable[Line], lineage: bool = False) -> str:
    """A heading and a row per line, with lineage a row per cause of a line; an open line has an empty ``endDate``."""
    text = io.StringIO()
    rows = csv.DictWriter(text, (*_LINE, *_CAUSE) if lineage else _LINE, lineterminator="\n")
    rows.writeheader()
    for line in lines:
        rows.writerows(_fields(line) | cause for cause in (map(_made_by, line.causes) if lineage else [{}]))
    return text.getvalue().rstrip("\n")


def as_xml(lines: Iterable[Line], lineage: bool = False) -> str:
    """A ``consultationResult``, as ``xsd/v1/consulted.xsd`` describes it."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<con:consultationResult xmlns:con="urn:raas:consulted:v1">\n'
        f"  {message.dossiers(_shown(line, lineage) for line in lines)}\n</con:consultationResult>"
    )


def as_table(lines: Iterable[Line], lineage: bool = False) -> str:
    """A table for a terminal."""
    shown = (
        (f"{line.ssin} (canceled)" if line.canceled else line.ssin, line.dossier_type,
         line.period.begin_date, line.period.end_date or "open", *(["\n".join(map(_said, line.causes))] * lineage))
        for line in lines
    )  # fmt: skip
    return table(("SSIN", "dossier type", "begin date", "end date", *(["made by"] * lineage)), shown)


FORMATS: Mapping[str, Written] = {"table": as_table, "json": as_json, "csv": as_csv, "xml": as_xml}


def _fields(line: Line) -> dict[str, object]:
    end_date = line.period.end_date
    return {
        "ssin": line.ssin,
        "dossierType": line.dossier_type,
        "beginDate": line.period.begin_date.isoformat(),
        "endDate": None if end_date is None else end_date.isoformat(),
    }


def _made_by(cause: Cause) -> dict[str, object]:
    file = {"fileName": cause.file_name, "fileSequenceNumber": cause.sequence}
    if isinstance(cause, RecordCause):
        return {"cause": _word(cause), **file, "recordId": cause.record_id}
    event = {"eventId": cause.event_id, "eventDate": cause.event_date.isoformat()}
    return {"cause": _word(cause), **file, **event, "replacedSsin": cause.ssin, "replacedBy": cause.replaced_by}


def _word(cause: Cause) -> str:
    if isinstance(cause, RecordCause):
        return "register" if cause.registers else "unregister"
    return "replaced"


def _said(cause: Cause) -> str:
    """A cause in one line: what was done, in which file, by which record or event."""
    done_by = (cause.record_id or "") if isinstance(cause, RecordCause) else f"{cause.event_id} from {cause.ssin}"
    return f"{_word(cause)} {done_by} in {cause.file_name}"


def _shown(line: Line, lineage: bool) -> message.Shown:
    causes = message.causes(line.causes, len(line.causes)) if lineage else None
    return message.Shown(line.ssin, line.canceled, line.dossier_type, line.period.start, line.period.stop, causes)
