"""The stations of a file of network messages: what Airflow and the command line call, in this order."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from raas_batch.findings import Finding
from raas_batch.intake import messages as answers
from raas_batch.intake.flow import Effect, Flow
from raas_batch.intake.stations import Stations
from raas_batch.network import reader, rules
from raas_batch.settings import Settings
from raas_batch.store import messages, notices, organisations
from raas_batch.store.tables import staged_message

FLOW = "NET"


def _write(connection: Connection, row: Row[Any], _: Settings, day: date) -> Effect:
    messages.record(connection, row.id)
    notices.tell_messages(connection, row.id, day)
    messages.count(connection, row.id)
    return Effect()


def _told(connection: Connection, row: Row[Any]) -> Iterator[tuple[int, str]]:
    for refused in messages.refused_payloads(connection, row.id):
        found = (answers.finding(Finding(*each)) for each in refused.findings)
        yield refused.position, f"<findings>{''.join(found)}</findings>"


NET = Flow(
    code=FLOW,
    shape=reader.SHAPE,
    roles=frozenset({organisations.NETWORK_SERVICE}),
    staged=staged_message,
    stage=reader.stage,
    judge=rules.judge,
    write=_write,
    told=_told,
    makes_notices=True,
    after=frozenset({"POP", "RPL", "MUT", "REG"}),
)

_stations = Stations(NET)
claim, waiting, admit = _stations.claim, _stations.waiting, _stations.admit
apply, answer = _stations.apply, _stations.answer
