"""What an operator asks about files: the list by state, and everything about one."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, func, select

from raas_batch.errors import Failure
from raas_batch.states import State
from raas_batch.store import messages, sent
from raas_batch.store.tables import file, finding, journal


class About(NamedTuple):
    """One file: its row, the moves of its state, what is wrong with it, our files about it, what was routed of it."""

    row: Row[Any]
    journal: list[Row[Any]]
    findings: list[Row[Any]]
    answers: list[Row[Any]]
    routed: list[Row[Any]]


def listed(connection: Connection, state: State | None = None) -> list[Row[Any]]:
    """Received files in the order in which they came, all or those in one state.

    ``seconds`` is what all stations together took.
    """
    spent = select(func.sum(journal.c.seconds)).where(journal.c.file_id == file.c.id).scalar_subquery()
    statement = select(file, spent.label("seconds")).order_by(file.c.id)
    return list(connection.execute(statement if state is None else statement.where(file.c.state == state)))


def about(connection: Connection, file_id: int) -> About:
    """Everything known of one file. Raises Failure when there is none with this id."""
    row = connection.execute(select(file).where(file.c.id == file_id)).one_or_none()
    if row is None:
        raise Failure(f"there is no file {file_id}; `raas files` lists them")
    return About(
        row,
        list(connection.execute(select(journal).where(journal.c.file_id == file_id).order_by(journal.c.id))),
        list(connection.execute(select(finding).where(finding.c.file_id == file_id).order_by(finding.c.number))),
        sent.about(connection, file_id),
        messages.routed(connection, file_id),
    )
