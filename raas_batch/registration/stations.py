"""The stations of a registration file: what Airflow and the command line call, in this order.

``claim`` also takes the files of no known flow, so that they too are refused with an answer.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row

from raas_batch.intake import admit as intake_admit
from raas_batch.intake import answer as intake_answer
from raas_batch.intake import apply as intake_apply
from raas_batch.intake import claim as intake_claim
from raas_batch.intake.flow import Dossier, Effect, Flow
from raas_batch.registration import reader, rules
from raas_batch.settings import Settings
from raas_batch.store import apply as register
from raas_batch.store import staging
from raas_batch.store.tables import staged_record

REFERENCE_FLOWS = frozenset({"POP", "RPL"})
"""Flows that are applied before any later REG file; other stations take them."""

FLOW = "REG"


def claim() -> list[list[int]]:
    """Take files from the inboxes; returns the ids of unfinished files in batches, a sender's in one batch."""
    return intake_claim.claim({REG.code}, others=REFERENCE_FLOWS)


def admit(file_ids: Iterable[int]) -> list[int]:
    """Judge these files as a whole and acknowledge each."""
    return intake_admit.admit({REG.code: REG}, file_ids)


def apply(file_ids: Iterable[int]) -> list[int]:
    """Bring what is due of these files' senders into the register."""
    return intake_apply.apply(REG, file_ids)


def answer(file_ids: Iterable[int]) -> list[int]:
    """Publish the answers; returns the ids of the files that are done."""
    return intake_answer.answer(REG, file_ids)


def _write(connection: Connection, row: Row[Any], settings: Settings) -> Effect:
    return Effect(*register.apply(connection, row.sender, row.id, settings.records_per_range))


def _dossiers(connection: Connection, row: Row[Any]) -> Iterator[Dossier]:
    lines = register.touched_lines(row.sender).execution_options(yield_per=10_000)
    for (ssin, dossier_type), own in groupby(connection.execute(lines), key=lambda line: (line.ssin, line.code)):
        yield ssin, dossier_type, [(line.start, line.stop) for line in own if line.start is not None]


def _forget(connection: Connection, row: Row[Any]) -> None:
    staging.forget(connection, staged_record, row.id)


REG = Flow(
    code=FLOW,
    shape=reader.SHAPE,
    roles=frozenset({"USER", "INTEGRATOR"}),
    stage=reader.stage,
    judge=rules.judge,
    write=_write,
    dossiers=_dossiers,
    forget=_forget,
    after=REFERENCE_FLOWS,
)
