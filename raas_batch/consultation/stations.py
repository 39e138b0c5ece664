"""The stations of a consultation file: what Airflow and the command line call, in this order."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Row

from raas_batch.consultation import answered, message, reader, recall, rules
from raas_batch.intake.flow import Effect, Flow
from raas_batch.intake.stations import Stations
from raas_batch.settings import Settings
from raas_batch.store.tables import staged_question

FLOW = "CON"


def _write(connection: Connection, row: Row[Any], _: Settings, __: date) -> Effect:
    """Nothing changes in the register: the answers are found, so that the verdicts can say what was."""
    recall.fill(connection, row.sender)
    answered.find(connection, row.sender)
    return Effect()


def _told(connection: Connection, _: Row[Any]) -> Iterator[tuple[int, str]]:
    for position, found in groupby(answered.lines(connection), key=attrgetter("position")):
        yield position, message.dossiers(map(_shown, found))


def _shown(line: Row[Any]) -> message.Shown:
    return message.Shown(line.ssin, line.canceled, line.code, line.start, line.stop, line.causes)


CON = Flow(
    code=FLOW,
    shape=reader.SHAPE,
    roles=frozenset({"USER", "INTEGRATOR"}),
    staged=staged_question,
    stage=reader.stage,
    judge=rules.judge,
    write=_write,
    told=_told,
    after=frozenset({"POP", "RPL", "MUT"}),
    after_own=frozenset({"REG"}),
)

_stations = Stations(CON)
claim, waiting, admit = _stations.claim, _stations.waiting, _stations.admit
apply, answer = _stations.apply, _stations.answer
