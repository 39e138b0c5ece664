"""The stations of a mutation list: what Airflow and the command line call, in this order."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from raas_batch.intake.flow import Effect, Flow
from raas_batch.intake.stations import Stations
from raas_batch.mutation import reader, rules
from raas_batch.settings import Settings
from raas_batch.store import mutations, notices
from raas_batch.store.tables import mutation_event, staged_mutation

FLOW = "MUT"


def _write(connection: Connection, row: Row[Any], settings: Settings, day: date) -> Effect:
    mutations.record(connection, row.id)
    mutations.follow(connection, row.id)
    notices.tell_mutations(connection, row.id, day, settings)
    return Effect()


MUT = Flow(
    code=FLOW,
    shape=reader.SHAPE,
    roles=frozenset({"AUTHENTIC_SOURCE"}),
    staged=staged_mutation,
    stage=reader.stage,
    judge=rules.judge,
    write=_write,
    fills=(mutation_event,),
    changes_mirror=True,
    after=frozenset({"POP", "RPL"}),
)

_stations = Stations(MUT)
claim, waiting, admit = _stations.claim, _stations.waiting, _stations.admit
apply, answer = _stations.apply, _stations.answer
