"""The stations of a person file: what Airflow and the command line call, in this order."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, exists, select

from raas_batch.intake.flow import Effect, Flow
from raas_batch.intake.stations import Stations
from raas_batch.person import numbers, reader, rules, telling, weighing
from raas_batch.settings import Settings
from raas_batch.store import cbss_numbers, entitled, notices, use
from raas_batch.store.subscriptions import PERSONS
from raas_batch.store.tables import staged_request
from raas_batch.vouchers import SIMULATION

FLOW = "PER"


def _entitle(connection: Connection, row: Row[Any], day: date) -> None:
    entitled.note(connection, row.sender, PERSONS, day)


def _only_searches(connection: Connection, row: Row[Any]) -> bool:
    mine = staged_request.c.file_id == row.id
    return not connection.scalar(select(exists().where(mine, staged_request.c.kind != reader.SEARCH)))


def _write(connection: Connection, row: Row[Any], settings: Settings, day: date) -> Effect:
    """Create numbers and change data, and note the use. A simulation does none: no number is made that nobody gets."""
    if row.environment != SIMULATION:
        _create(connection, row, day)
        weighing.carry_out(connection, row.id)
        notices.tell_mutations(connection, row.id, day, settings)
        use.note_requests(connection, row.id)
    return Effect()


def _create(connection: Connection, row: Row[Any], day: date) -> None:
    """Under the lock on the mirror, alone: nobody else looks for duplicates or takes a number meanwhile."""
    wanted = cbss_numbers.wanted(connection, row.id)
    newborn = [numbers.Newborn(each.birth_date, each.gender) for each in wanted]
    is_mock = row.environment != reader.REAL
    given = numbers.numbers(newborn, is_mock, lambda stems: cbss_numbers.used(connection, stems))
    cbss_numbers.enter(
        connection, row.id, [(each.position, ssin) for each, ssin in zip(wanted, given, strict=True)], day
    )


PER = Flow(
    code=FLOW,
    shape=reader.SHAPE,
    roles=frozenset({"USER", "INTEGRATOR"}),
    staged=staged_request,
    stage=reader.stage,
    judge=rules.judge,
    write=_write,
    told=telling.told,
    entitle=_entitle,
    disclosed=telling.disclosed,
    changes_mirror=True,
    spares_mirror=_only_searches,
    after=frozenset({"POP", "RPL", "MUT"}),
)

_stations = Stations(PER)
claim, waiting, admit = _stations.claim, _stations.waiting, _stations.admit
apply, answer = _stations.apply, _stations.answer
