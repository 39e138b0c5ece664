"""The stations of a replacement list: what Airflow and the command line call, in this order."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from raas_batch.intake.flow import Effect, Flow
from raas_batch.intake.stations import Stations
from raas_batch.replacement import reader, rules
from raas_batch.settings import Settings
from raas_batch.store import beforehand, events, move, notices
from raas_batch.store.tables import knows, line, staged_event

FLOW = "RPL"


def _write(connection: Connection, row: Row[Any], _: Settings, day: date) -> Effect:
    events.record(connection, row.id)
    beforehand.note_ends(connection, row.id)
    events.follow(connection, row.id)
    beforehand.keep_lines(connection)
    move.follow(connection, row.id)
    notices.tell_moves(connection, row.id, day)
    return Effect()


RPL = Flow(
    code=FLOW,
    shape=reader.SHAPE,
    roles=frozenset({"AUTHENTIC_SOURCE"}),
    staged=staged_event,
    stage=reader.stage,
    judge=rules.judge,
    write=_write,
    fills=(line, knows),
    changes_mirror=True,
    after=frozenset({"POP"}),
)

_stations = Stations(RPL)
claim, waiting, admit = _stations.claim, _stations.waiting, _stations.admit
apply, answer = _stations.apply, _stations.answer
