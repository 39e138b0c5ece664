"""The lines that answer a question as XML, in the words that a CON file's answer and the command line have in common.

``ConsultedDossiersType`` of ``xsd/v1/common.xsd`` describes them.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from raas_batch.store.causes import Cause, RecordCause
from raas_batch.xml.writer import attribute, element, period


class Shown(NamedTuple):
    """A line as it is told; its causes, written already, if they are."""

    ssin: str
    canceled: bool
    dossier_type: str
    start: date
    stop: date
    causes: str | None = None


def dossiers(lines: Iterable[Shown]) -> str:
    """The lines, in the order in which they are told, under their dossiers."""
    by_dossier = groupby(lines, key=lambda line: (line.ssin, line.canceled, line.dossier_type))
    return f"<dossiers>{''.join(_dossier(*dossier, lines=own) for dossier, own in by_dossier)}</dossiers>"


def causes(told: Sequence[Cause], count: int) -> str:
    """What made a line, oldest first; ``count`` is how many causes there are, told or not."""
    return f'<causes count="{count}">{"".join(map(_cause, told))}</causes>'


def _dossier(ssin: str, canceled: bool, dossier_type: str, lines: Iterable[Shown]) -> str:
    mark = ' canceled="true"' if canceled else ""
    told = "".join(f"<line>{period(line.start, line.stop)}{line.causes or ''}</line>" for line in lines)
    return f"<dossier><ssin{mark}>{ssin}</ssin>{element('dossierType', dossier_type)}{told}</dossier>"


def _cause(cause: Cause) -> str:
    file = f"{element('fileName', cause.file_name)}{element('fileSequenceNumber', cause.sequence)}"
    if isinstance(cause, RecordCause):
        name = "register" if cause.registers else "unregister"
        return f"<{name}{attribute('recordId', cause.record_id)}>{file}</{name}>"
    return (
        f"<replaced>{file}{element('eventId', cause.event_id)}{element('eventDate', cause.event_date)}"
        f"{element('ssin', cause.ssin)}{element('replacedBy', cause.replaced_by)}</replaced>"
    )
