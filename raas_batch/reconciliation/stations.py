"""The stations of a list to be reconciled: what Airflow and the command line call, in this order."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from raas_batch.intake.flow import Effect, Flow
from raas_batch.intake.stations import Stations
from raas_batch.reconciliation import outcome, reader, rules, writer
from raas_batch.settings import BRUSSELS, Settings
from raas_batch.store import judged, reconcile
from raas_batch.store.tables import staged_list, staged_record
from raas_batch.vouchers import ALL_OR_NOTHING

FLOW = "REC"


def _write(connection: Connection, row: Row[Any], settings: Settings, _: date) -> Effect:
    """Compare; of an all-or-nothing list of which a record fails nothing is compared."""
    if row.processing_mode == ALL_OR_NOTHING and judged.count(connection)[1]:
        reconcile.prepare(connection)
    else:
        outcome.compare(connection, row.sender, _asked(connection, row), settings.records_per_range)
    return Effect()


def _asked(connection: Connection, row: Row[Any]) -> outcome.Asked:
    said = connection.execute(select(staged_list).where(staged_list.c.file_id == row.id)).one()
    as_of = said.log_number if said.moment is None else said.moment.astimezone(BRUSSELS)
    return outcome.Asked(said.complete_for, as_of)


def _told(connection: Connection, _: Row[Any]) -> Iterator[tuple[int, str]]:
    return ((position, writer.reconciled(lines)) for position, lines in reconcile.shown(connection))


def _opening(connection: Connection, row: Row[Any]) -> str:
    asked = _asked(connection, row)
    _, undefined = outcome.kinds(connection, row.sender, asked.complete_for or ())
    return writer.summary(asked, outcome.count(connection), undefined)


def _closing(connection: Connection, _: Row[Any]) -> Iterator[str]:
    expected, _lines = reconcile.missing_count(connection)
    return writer.missing(reconcile.missing(connection), expected)


REC = Flow(
    code=FLOW,
    shape=reader.SHAPE,
    roles=frozenset({"USER", "INTEGRATOR"}),
    staged=staged_record,
    stage=reader.stage,
    judge=rules.judge,
    write=_write,
    told=_told,
    opening=_opening,
    closing=_closing,
    after=frozenset({"POP", "RPL", "MUT"}),
    after_own=frozenset({"REG"}),
)

_stations = Stations(REC)
claim, waiting, admit = _stations.claim, _stations.waiting, _stations.admit
apply, answer = _stations.apply, _stations.answer
