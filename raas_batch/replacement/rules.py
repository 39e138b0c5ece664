"""Judges a replacement list: each event after those before it, in one pass over what was read in bulk."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row

from raas_batch import codes
from raas_batch.ssin_events import Known
from raas_batch.ssin_events import judge as judge_event
from raas_batch.store import events, judged


def judge(connection: Connection, row: Row[Any]) -> None:
    """Make the table ``judged``: a code for every event of the file."""
    known = events.known(connection, row.id)
    judged.fill(connection, _verdicts(events.of_file(connection, row.id), known))


def _verdicts(staged: list[Any], known: Known) -> Iterator[tuple[int, str, None]]:
    seen: set[str] = set()
    for event in staged:
        repeated = codes.RECORD_ID_USED if event.record_id in seen else None
        seen.add(event.record_id)
        code = event.defect or repeated or judge_event(events.event(event), known)
        yield event.position, code, None
