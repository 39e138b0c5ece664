"""Turns the messages of a file into staged rows: the only module that knows NET's elements."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from raas_batch import codes
from raas_batch.network import payload as payloads
from raas_batch.settings import installation
from raas_batch.ssin_columns import defects
from raas_batch.store import services
from raas_batch.store.services import Registered
from raas_batch.store.staging import stage as copy_rows
from raas_batch.store.tables import staged_message
from raas_batch.xml.canonical import canonical
from raas_batch.xml.part import Element
from raas_batch.xml.shape import Batch, Shape

SHAPE = Shape(
    "network", "{urn:raas:net:v1}messagesRequest", "messages", frozenset({"message"}), takes_instructions=False
)
REAL = "R"


def stage(connection: Connection, row: Row[Any], batches: Iterable[Batch], today: date) -> int:
    """Stage the file's messages in file order, each judged by the schema of its service. Returns how many."""
    staging = _Staging(row.id, row.sender, services.registered(connection), installation().finding_limit)
    return copy_rows(connection, staged_message, staging.rows(batches, today, row.environment != REAL))


@dataclass(slots=True)
class _Staging:
    """One file on its way to the staging table."""

    file_id: int
    sender: str
    services: dict[str, Registered]
    room: int
    """How many findings of payloads may still be explained: explaining costs a hundred times what judging does."""

    def rows(self, batches: Iterable[Batch], today: date, mock_allowed: bool) -> Iterator[tuple[Any, ...]]:
        for batch in batches:
            ssin_defects = defects([_text(message[3]) for message in batch.records], today, mock_allowed).tolist()
            judged = zip(batch.records, ssin_defects, strict=True)
            for position, (message, ssin_defect) in enumerate(judged, batch.first):
                yield self._row(position, message, ssin_defect or None)

    def _row(self, position: int, message: Element, defect: str | None) -> tuple[Any, ...]:
        """Elements are taken by their places, which the schema has judged: several times as fast as by their names."""
        *marks, [payload] = message
        message_id, code, message_date, ssin = map(_text, marks)
        service = self.services.get(code)
        defect = defect or payloads.defect(payload, self.sender, service)
        kept = None if defect else canonical(payload)
        if kept is None and defect is None:
            defect = codes.PAYLOAD_OF_ANOTHER_NAMESPACE
        return (
            self.file_id,
            position,
            message.get("recordId"),
            message_id,
            code,
            message_date,
            ssin,
            None if service is None else service.schema_id,
            kept,
            self._findings(payload, service, position) if service and defect == codes.PAYLOAD_REFUSED else None,
            defect,
        )

    def _findings(self, payload: Element, service: Registered, position: int) -> str:
        found = payloads.findings(payload, service, position, explained=self.room > 0)
        self.room -= len(found)
        return json.dumps([(each.code, each.text, each.line, each.xpath) for each in found])


def _text(element: Element) -> str:
    return (element.text or "").strip()
