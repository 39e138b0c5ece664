"""The stations of a registration file: what Airflow and the command line call, in this order.

``claim`` also takes the files of no known flow, so that they too are refused with an answer.
"""

from contextlib import ExitStack
from datetime import date
from tempfile import TemporaryFile
from typing import Any

from sqlalchemy import Connection, Row

from raas_batch.intake.dossiers import Dossiers
from raas_batch.intake.flow import Effect, Flow
from raas_batch.intake.stations import Stations
from raas_batch.registration import reader, rules
from raas_batch.settings import Settings
from raas_batch.store import apply as register
from raas_batch.store import operation_log, organisations, tables
from raas_batch.vouchers import SIMULATION

REFERENCE_FLOWS = frozenset({"POP", "RPL", "MUT"})
"""Flows that are applied before any later REG file; other stations take them."""

SERVICE_FLOWS = frozenset({"NET", "REC", "CON", "PER"})
"""Flows of the services; other stations take them too."""

FLOW = "REG"


def _write(connection: Connection, row: Row[Any], settings: Settings, _: date) -> Effect:
    codes = {kind.id: kind.code for kind in organisations.dossier_types(connection, row.sender)}
    lasts = row.environment != SIMULATION
    with ExitStack() as opened:
        spool = opened.enter_context(TemporaryFile())
        tell = Dossiers(codes, spool).add
        work = register.Work(row.sender, row.id, row.record_count, settings.records_per_range, tell)
        with operation_log.written(connection, row, lasts):
            done = register.apply(connection, work)
        opened.pop_all()  # it is the effect's to close
    return Effect(done.lines_before, done.lines_removed, spool)


REG = Flow(
    code=FLOW,
    shape=reader.SHAPE,
    roles=frozenset({"USER", "INTEGRATOR"}),
    staged=tables.staged_record,
    stage=reader.stage,
    judge=rules.judge,
    keeps_every_verdict=False,
    write=_write,
    fills=(tables.line, tables.operation_log, tables.knows),
    after=REFERENCE_FLOWS,
)

_stations = Stations(REG, others=REFERENCE_FLOWS | SERVICE_FLOWS)
claim, waiting, admit = _stations.claim, _stations.waiting, _stations.admit
apply, answer = _stations.apply, _stations.answer
