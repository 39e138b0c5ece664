"""Judges a replacement list: each event after those before it, in one pass over what was read in bulk."""

from typing import Any

from sqlalchemy import Connection, Row

from raas_batch import codes
from raas_batch.ssin_events import Known
from raas_batch.ssin_events import judge as judge_event
from raas_batch.store import events, judged


def judge(connection: Connection, row: Row[Any]) -> None:
    """Make the table ``judged``: a code for every event of the file."""
    known = events.known(connection, row.id)
    verdicts = [_verdict(each, known) for each in events.of_file(connection, row)]
    judged.fill(connection, ((position, code, None) for position, code in enumerate(verdicts)))


def _verdict(staged: events.Staged, known: Known) -> str:
    repeated = codes.RECORD_ID_USED if staged.is_repeated else None
    return staged.defect or repeated or judge_event(staged.event, known)
