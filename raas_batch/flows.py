"""Which flows are taken, in the order in which they are applied; takes waiting files through all their stations."""

from collections.abc import Callable
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
    """Take every waiting file as far as it can go, now. Returns what failed; it stopped no other file."""
    try:
        take_in()
    except Failure as failure:
        return [failure]
    return [failure for stations in FLOWS for failure in _through(stations, stations.waiting)]


def through(stations: ModuleType) -> list[Failure]:
    """Take one flow's waiting files through its stations. Returns what failed; it stopped no other file."""
    return _through(stations, stations.claim)


def _through(stations: ModuleType, first: Callable[[], list[list[int]]]) -> list[Failure]:
    failures: list[Failure] = []
    file_ids: list[int] = []
    try:
        file_ids = [file_id for batch in first() for file_id in batch]
    except Failure as failure:
        failures.append(failure)
    for station in (stations.admit, stations.apply, stations.answer) if file_ids else ():
        try:
            station(file_ids)
        except Failure as failure:
            failures.append(failure)
    return failures
