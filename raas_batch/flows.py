"""Which flows are taken, in the order in which they are applied; takes waiting files through all their stations."""

from types import ModuleType

from raas_batch.consultation import stations as consultation
from raas_batch.errors import Failure
from raas_batch.intake.claim import take_in
from raas_batch.mutation import stations as mutation
from raas_batch.network import stations as network
from raas_batch.person import stations as person
from raas_batch.population import stations as population
from raas_batch.reconciliation import stations as reconciliation
from raas_batch.registration import stations as registration
from raas_batch.replacement import stations as replacement

FLOWS: tuple[ModuleType, ...] = (
    population,
    replacement,
    mutation,
    registration,
    network,
    reconciliation,
    consultation,
    person,
)
"""Each module of stations has claim, admit, apply and answer: reference flows first, services last."""


def take_all() -> list[Failure]:
    """Take every waiting file as far as it can go, now. Returns what failed: a file that does stops no other one.

    Trouble in the inbox of an authentic source stops all: see ``take_in``.
    """
    try:
        take_in()
    except Failure as failure:
        return [failure]
    return [failure for stations in FLOWS for failure in _through(stations)]


def _through(stations: ModuleType) -> list[Failure]:
    failures: list[Failure] = []
    file_ids = [file_id for batch in stations.waiting() for file_id in batch]
    for station in (stations.admit, stations.apply, stations.answer) if file_ids else ():
        try:
            station(file_ids)
        except Failure as failure:
            failures.append(failure)
    return failures
