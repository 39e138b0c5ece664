"""Judges a replacement list: each event after those before it, in one pass over what was read in bulk."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row

from raas_batch import codes
from raas_batch.ssin_events import Known
from raas_batch.ssin_events import judge as judge_event
from raas_batch.store import events, judged


def judge(connection: Connection, row: Row[Any]) -> None:
    """Make the table ``judged``: a code for every event of the file."""
    known = events.known(connection, row.id)
    verdicts = list(_verdicts(events.of_file(connection, row.id), known))
    judged.fill(connection, ((position, code, None) for position, code in enumerate(verdicts)))


def _verdicts(staged: Iterable[Any], known: Known) -> Iterator[str]:
    """The code of each event: nothing else of it is kept while the next are judged."""
    seen: set[str] = set()
    for event in staged:
        repeated = codes.RECORD_ID_USED if event.record_id in seen else None
        seen.add(event.record_id)
        yield event.defect or repeated or judge_event(events.event(event), known)
