"""The stations of a registration file: what Airflow and the command line call, in this order.

``claim`` also takes the files of no known flow, so that they too are refused with an answer.
"""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Row

from raas_batch.intake.flow import Dossier, Effect, Flow
from raas_batch.intake.stations import Stations
from raas_batch.registration import reader, rules
from raas_batch.settings import Settings
from raas_batch.store import apply as register
from raas_batch.store.tables import line, operation

REFERENCE_FLOWS = frozenset({"POP", "RPL", "MUT"})
"""Flows that are applied before any later REG file; other stations take them."""

SERVICE_FLOWS = frozenset({"NET", "REC", "CON", "PER"})
"""Flows of the services; other stations take them too."""

FLOW = "REG"


def _write(connection: Connection, row: Row[Any], settings: Settings, _: date) -> Effect:
    return Effect(*register.apply(connection, row.sender, row.id, settings.records_per_range))


def _dossiers(connection: Connection, row: Row[Any]) -> Iterator[Dossier]:
    lines = register.touched_lines(connection, row.sender)
    for (ssin, dossier_type), own in groupby(lines, key=itemgetter(0, 1)):
        yield ssin, dossier_type, [(begin, end) for _, _, begin, end in own if begin]


REG = Flow(
    code=FLOW,
    shape=reader.SHAPE,
    roles=frozenset({"USER", "INTEGRATOR"}),
    stage=reader.stage,
    judge=rules.judge,
    write=_write,
    dossiers=_dossiers,
    fills=(line, operation),
    after=REFERENCE_FLOWS,
)

_stations = Stations(REG, others=REFERENCE_FLOWS | SERVICE_FLOWS)
claim, waiting, admit = _stations.claim, _stations.waiting, _stations.admit
apply, answer = _stations.apply, _stations.answer
