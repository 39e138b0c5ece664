"""The stations of a population file: what Airflow and the command line call, in this order."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from raas_batch.intake.flow import Effect, Flow
from raas_batch.intake.stations import Stations
from raas_batch.population import reader, rules
from raas_batch.settings import Settings
from raas_batch.store import mutations, notices, persons
from raas_batch.store.tables import person, staged_person

FLOW = "POP"


def _write(connection: Connection, row: Row[Any], settings: Settings, day: date) -> Effect:
    mutations.record_refresh(connection, row.id, day)
    persons.refresh(connection, row.id)
    notices.tell_mutations(connection, row.id, day, settings)
    return Effect()


POP = Flow(
    code=FLOW,
    shape=reader.SHAPE,
    roles=frozenset({"AUTHENTIC_SOURCE"}),
    staged=staged_person,
    stage=reader.stage,
    judge=rules.judge,
    write=_write,
    fills=(person,),
    changes_mirror=True,
)

_stations = Stations(POP)
claim, waiting, admit = _stations.claim, _stations.waiting, _stations.admit
apply, answer = _stations.apply, _stations.answer
