"""The stations of a population file: what Airflow and the command line call, in this order."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row

from raas_batch.intake import admit as intake_admit
from raas_batch.intake import answer as intake_answer
from raas_batch.intake import apply as intake_apply
from raas_batch.intake import claim as intake_claim
from raas_batch.intake.flow import Dossier, Effect, Flow
from raas_batch.population import reader, rules
from raas_batch.settings import Settings
from raas_batch.store import persons, staging
from raas_batch.store.tables import staged_person

FLOW = "POP"


def claim() -> list[list[int]]:
    """Take files from the inboxes; returns the ids of unfinished files in batches, a sender's in one batch."""
    return intake_claim.claim({POP.code})


def admit(file_ids: Iterable[int]) -> list[int]:
    """Judge these files as a whole and acknowledge each."""
    return intake_admit.admit({POP.code: POP}, file_ids)


def apply(file_ids: Iterable[int]) -> list[int]:
    """Bring what is due of these files' senders into the mirror."""
    return intake_apply.apply(POP, file_ids)


def answer(file_ids: Iterable[int]) -> list[int]:
    """Publish the answers; returns the ids of the files that are done."""
    return intake_answer.answer(POP, file_ids)


def _write(connection: Connection, row: Row[Any], _: Settings) -> Effect:
    persons.refresh(connection, row.id)
    return Effect()


def _no_dossiers(_: Connection, __: Row[Any]) -> Iterator[Dossier]:
    """The mirror has no lines."""
    return iter(())


def _forget(connection: Connection, row: Row[Any]) -> None:
    staging.forget(connection, staged_person, row.id)


POP = Flow(
    code=FLOW,
    shape=reader.SHAPE,
    roles=frozenset({"AUTHENTIC_SOURCE"}),
    stage=reader.stage,
    judge=rules.judge,
    write=_write,
    dossiers=_no_dossiers,
    forget=_forget,
    changes_mirror=True,
)
