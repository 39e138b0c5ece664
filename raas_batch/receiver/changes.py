"""What a file says of dossiers and persons, and in messages: the only module that takes news out of a valid document.

Every piece of news has the number of the change it comes from. Of two pieces about the same thing the one with the
higher number holds, whichever comes first.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from raas_batch.data_groups import DATA_GROUPS
from raas_batch.findings import Findings
from raas_batch.receiver.documents import OURS
from raas_batch.xml import reader
from raas_batch.xml.canonical import canonical
from raas_batch.xml.part import Element
from raas_batch.xml.shape import Batch

Line = tuple[str, str | None]
"""Begin date and end date, both included; no end date while it is open."""


class Dossier(NamedTuple):
    """The lines of an SSIN in a dossier type, as they stand after the change with this number."""

    ssin: str
    dossier_type: str
    log_number: int
    lines: list[Line]


class DataGroup(NamedTuple):
    """All that is known of a data group of a person after the change with this number, as XML."""

    ssin: str
    data_group: str
    log_number: int
    content: str


class Message(NamedTuple):
    """A network message: of which service, its marks, the person's number as sent and the last one, the payload."""

    network_service: str
    message_id: str
    log_number: int
    message_date: str
    ssin: str
    replaced_by: str | None
    payload: str


class NoLongerValid(Exception):
    """The file is another than the one that was checked."""


def dossiers(path: Path, flow: str) -> Iterator[Dossier]:
    """Every dossier that a base file, an answer or a daily file shows, in the order of the file."""
    for batch in _batches(path, flow):
        if flow == "NRP":
            for event in batch.records:
                number = int(event.get("logNumber") or 0)
                for ssin, dossier_type, _, after in event[-1]:
                    yield _dossier(ssin, dossier_type, number, after)
        else:
            number = int(batch.root.findtext("logNumber") or 0)
            for ssin, dossier_type, *lines in (each for each in batch.records if each.tag == "dossier"):
                yield _dossier(ssin, dossier_type, number, lines)


def base_number(path: Path) -> int:
    """The number of the last change that a base file knows of."""
    return int(next(_batches(path, "BAS")).root.findtext("logNumber") or 0)


def data_groups(path: Path) -> Iterator[DataGroup]:
    """Every data group in an NMU file, in the order of the file; what is withheld is none."""
    for batch in _batches(path, "NMU"):
        for mutation in batch.records:
            ssin, number = mutation.findtext("ssin") or "", int(mutation.get("logNumber") or 0)
            for group in mutation.iterchildren(*DATA_GROUPS):
                yield DataGroup(ssin, str(group.tag), number, _as_text(group))


def messages(path: Path) -> Iterator[Message]:
    """Every message in an NNE file, in the order of the file; its payload as canonical XML."""
    for batch in _batches(path, "NNE"):
        service = batch.root.findtext("networkService") or ""
        for each in batch.records:
            message_id, day, ssin = (each.findtext(name) or "" for name in ("messageId", "messageDate", "ssin"))
            number, replaced_by = int(each.get("logNumber") or 0), each.findtext("replacedBy")
            [payload] = each.iterfind("payload/*")
            yield Message(service, message_id, number, day, ssin, replaced_by, canonical(payload) or "")


def _batches(path: Path, flow: str) -> Iterator[Batch]:
    findings = Findings(1)
    with path.open("rb") as stream:
        yield from reader.batches(stream, OURS[flow], findings)
    if findings:
        raise NoLongerValid(f"{path.name} changed while it was read; run the command again")


def _dossier(ssin: Element, dossier_type: Element, number: int, periods: Iterable[Element]) -> Dossier:
    """Elements are taken by their places, which the schema has judged: twice as fast as by their names."""
    lines = [(_text(begin), _text(*end) if end else None) for begin, *end in periods]
    return Dossier(_text(ssin), _text(dossier_type), number, lines)


def _text(element: Element) -> str:
    return (element.text or "").strip()


def _as_text(element: Element) -> str:
    """The element by itself, written in the one way that does not depend on the document around it."""
    return etree.tostring(element, method="c14n", exclusive=True).decode()
