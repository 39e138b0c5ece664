"""The stations of a replacement list: what Airflow and the command line call, in this order."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row

from raas_batch.intake import admit as intake_admit
from raas_batch.intake import answer as intake_answer
from raas_batch.intake import apply as intake_apply
from raas_batch.intake import claim as intake_claim
from raas_batch.intake.flow import Dossier, Effect, Flow
from raas_batch.replacement import reader, rules
from raas_batch.settings import Settings
from raas_batch.store import events, move, staging
from raas_batch.store.tables import staged_event

FLOW = "RPL"


def claim() -> list[list[int]]:
    """Take files from the inboxes; returns the ids of unfinished files in batches, a sender's in one batch."""
    return intake_claim.claim({RPL.code})


def admit(file_ids: Iterable[int]) -> list[int]:
    """Judge these files as a whole and acknowledge each."""
    return intake_admit.admit({RPL.code: RPL}, file_ids)


def apply(file_ids: Iterable[int]) -> list[int]:
    """Let every register follow what is due of these files' senders."""
    return intake_apply.apply(RPL, file_ids)


def answer(file_ids: Iterable[int]) -> list[int]:
    """Publish the answers; returns the ids of the files that are done."""
    return intake_answer.answer(RPL, file_ids)


def _write(connection: Connection, row: Row[Any], _: Settings) -> Effect:
    events.record(connection, row.id)
    events.follow(connection, row.id)
    move.follow(connection, row.id)
    return Effect()


def _no_dossiers(_: Connection, __: Row[Any]) -> Iterator[Dossier]:
    """The lines that moved are those of others."""
    return iter(())


def _forget(connection: Connection, row: Row[Any]) -> None:
    staging.forget(connection, staged_event, row.id)


RPL = Flow(
    code=FLOW,
    shape=reader.SHAPE,
    roles=frozenset({"AUTHENTIC_SOURCE"}),
    stage=reader.stage,
    judge=rules.judge,
    write=_write,
    dossiers=_no_dossiers,
    forget=_forget,
    changes_mirror=True,
    after=frozenset({"POP"}),
)
