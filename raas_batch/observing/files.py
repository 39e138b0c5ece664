"""Figures about files: what waits and since when, what was done and how fast, what is not published."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from raas_batch.exchange.inbox import Arrival
from raas_batch.observing import instruments
from raas_batch.observing.instruments import Figure, Figures
from raas_batch.observing.tally import Totals
from raas_batch.states import State
from raas_batch.store import figures
from raas_batch.vouchers import FileName

INBOX = "INBOX"
"""Stands for the state of a file that is not entered yet."""
OTHER = "other"
"""Stands for every flow that is not taken: what a sender makes up becomes no label."""
OPEN = tuple(str(state) for state in State if state not in figures.ENDS)
OURS = ("ACK", "RSP", "NRP", "NMU", "NNE", "BAS")


class Waits(NamedTuple):
    """So many files of a flow are in a state, the oldest since a moment."""

    flow: str | None
    state: str
    files: int
    since: datetime


def in_inbox(lying: Iterable[Arrival]) -> list[Waits]:
    """The files in the inboxes, one by one; the flow is what their name says."""
    named = ((FileName.read(arrival.name), arrival.since) for arrival in lying)
    return [Waits(None if name is None else name.flow, INBOX, 1, since) for name, since in named]


def entered(connection: Connection) -> list[Waits]:
    """The files in the database that are not at an end."""
    return [Waits(row.flow, row.state, row.files, row.since) for row in figures.waiting(connection)]


def waiting(flows: Collection[str], states: Iterable[str], waits: Iterable[Waits], moment: datetime) -> Figures:
    """Count and age for every flow and each of these states, also where nothing waits."""
    count: Counter[tuple[str, str]] = Counter()
    oldest: dict[tuple[str, str], datetime] = {}
    for wait in waits:
        kind = _among(flows, wait.flow), wait.state
        count[kind] += wait.files
        oldest[kind] = min(wait.since, oldest.get(kind, wait.since))
    kinds = [(flow, state) for flow in (*flows, OTHER) for state in states]
    return {
        instruments.FILES_WAITING: [Figure(count[kind], _labels(*kind)) for kind in kinds],
        instruments.FILES_WAITING_AGE: [Figure(_age(oldest.get(kind), moment), _labels(*kind)) for kind in kinds],
    }


def done(flows: Collection[str], totals: Totals) -> Figures:
    """Files that ended, records that were judged, bytes that came: since the register exists."""
    ended: Counter[tuple[str, str]] = Counter()
    verdicts: Counter[tuple[str, str]] = Counter()
    for (flow, state), files in totals.files.items():
        ended[_among(flows, flow), state] += files
    for verdict, records in (("OK", totals.ok), ("NOK", totals.nok)):
        for flow, number in records.items():
            verdicts[_among(flows, flow), verdict] += number
    kinds = [(flow, str(state)) for flow in (*flows, OTHER) for state in figures.ENDS]
    judged = [(flow, verdict) for flow in flows for verdict in ("OK", "NOK")]
    return {
        instruments.FILES_FINISHED: [Figure(ended[kind], _labels(*kind)) for kind in kinds],
        instruments.FILES_RECEIVED: [Figure(totals.size, {})],
        instruments.RECORDS_JUDGED: [Figure(verdicts[kind], {"flow": kind[0], "verdict": kind[1]}) for kind in judged],
    }


def pace(connection: Connection) -> Figures:
    """How fast the last files of each flow were applied and answered; nothing for a flow that had none."""
    rates, times = figures.rates(connection), figures.answer_times(connection)
    return {
        instruments.APPLY_RATE: [Figure(float(row.rate), {"flow": row.flow}) for row in rates if row.rate is not None],
        instruments.ANSWER_TIME: [Figure(float(row.seconds), {"flow": row.flow}) for row in times],
    }


def unpublished(connection: Connection, moment: datetime) -> Figures:
    """Our files that should be in an outbox and are not, also where there is none."""
    rows = {row.flow: row for row in figures.unpublished(connection)}
    return {
        instruments.FILES_UNPUBLISHED: [
            Figure(rows[flow].files if flow in rows else 0, {"flow": flow}) for flow in OURS
        ],
        instruments.FILES_UNPUBLISHED_AGE: [
            Figure(_age(rows[flow].since if flow in rows else None, moment), {"flow": flow}) for flow in OURS
        ],
    }


def _among(flows: Collection[str], flow: str | None) -> str:
    return flow if flow in flows else OTHER  # type: ignore[return-value]  # None is in no collection of flows


def _labels(flow: str, state: str) -> dict[str, str]:
    return {"flow": flow, "state": state}


def _age(since: datetime | None, moment: datetime) -> float:
    """Never negative: the clock of another machine may be ahead of ours."""
    return 0.0 if since is None else max(0.0, (moment - since).total_seconds())
