"""The verdicts of one file while it is applied: a temporary table with the codes of its records.

A record that is not in it is OK, as it was sent. A flow's rules make it (``create``), of all records or of those that
are not plainly OK, whatever columns they add; what all flows ask of it is here.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    exists,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    text,
    update,
)

from raas_batch.codes import ALL_OR_NOTHING, CODES, Severity
from raas_batch.store import columns, temporary
from raas_batch.store.staging import stage
from raas_batch.store.types import SSIN

judged = Table(
    "judged",
    MetaData(),
    Column("position", Integer),
    Column("code", Text),
    Column("replaced_by", SSIN),
)
"""Of a record: its position in the file from 0, its code, and the SSIN that replaced its own."""

warned = Table("warned", MetaData(), Column("position", Integer), Column("code", Text))
"""The code that a record has instead, which is OK too: rows of ``judged`` are not written again for it."""

FATAL = sorted(code.code for code in CODES.values() if code.severity is Severity.FATAL)

is_ok = or_(judged.c.code.is_(None), judged.c.code.not_in(FATAL))
"""Of the table, or of records beside it by an outer join."""

_BY_TWO = {"parallel_tuple_cost": 0, "max_parallel_workers_per_gather": 1}


def create(connection: Connection, verdicts: Select[Any]) -> None:
    """Make the table from a query that has at least its columns; it lives as long as the transaction."""
    # What the rules cost per record the planner takes for nothing, and so does it alone what two would do in half. More
    # than two were slower where it was measured, on two cores.
    for setting, value in _BY_TWO.items():
        connection.execute(text(f"set local {setting} = {value}"))
    temporary.make(connection, judged.name, verdicts)
    _complete(connection)
    for setting in _BY_TWO:
        connection.execute(text(f"set local {setting} to default"))


def fill(connection: Connection, verdicts: Iterable[tuple[int, str, None]]) -> None:
    """Make the table from (position, code, None), judged in Python."""
    temporary.make_empty(connection, judged)
    stage(connection, judged, verdicts)
    temporary.analyze(connection, judged.name)
    _complete(connection)


def _complete(connection: Connection) -> None:
    """With a key: what is staged is joined with it, and the planner may know nothing of either."""
    connection.execute(text(f"alter table pg_temp.{judged.name} add primary key (position)"))
    temporary.make_empty(connection, warned)


def count(connection: Connection) -> tuple[int, int]:
    """How many records are in the table, and how many of these are not OK."""
    statement = select(func.count(), func.count().filter(not_(is_ok))).select_from(judged)
    total, failed = connection.execute(statement).one()
    return total, failed


def failed(connection: Connection) -> npt.NDArray[np.int32]:
    """The positions of the records that are not OK."""
    return columns.fetch(connection, select(judged.c.position).where(not_(is_ok)), ("i4",))["position"]


def fail_all(connection: Connection, staged: Table, file_id: int) -> None:
    """Let no record of an all-or-nothing file, staged there, be OK: one of them is not."""
    connection.execute(update(judged).where(is_ok).values(code=ALL_OR_NOTHING))
    others = select(staged.c.position, literal(ALL_OR_NOTHING)).where(
        staged.c.file_id == file_id, ~exists().where(judged.c.position == staged.c.position)
    )
    connection.execute(insert(judged).from_select(["position", "code"], others))


def warn(connection: Connection, positions: Select[Any], code: str) -> None:
    """Let the records at these positions, which are OK, have a code that warns; each is warned of once."""
    found = positions.subquery().c
    connection.execute(insert(warned).from_select(["position", "code"], select(found.position, literal(code))))
    temporary.analyze(connection, warned.name)
