"""The verdicts of one file while it is applied: a temporary table with a code for every record.

A flow's rules make it (``create``), whatever columns they add; what all flows ask of it is here.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    case,
    func,
    insert,
    literal,
    select,
    text,
    type_coerce,
    update,
)

from raas_batch.codes import ALL_OR_NOTHING, CODES, Severity
from raas_batch.store import temporary, texts
from raas_batch.store.staging import stage
from raas_batch.store.types import SSIN

judged = Table(
    "judged",
    MetaData(),
    Column("position", Integer),
    Column("record_id", Text),
    Column("code", Text),
    Column("replaced_by", SSIN),
)
"""Per record: its position in the file from 0, its recordId, its code, and the SSIN that replaced its own."""

warned = Table("warned", MetaData(), Column("position", Integer), Column("code", Text))
"""The code that a record has instead, which is OK too: rows of ``judged`` are not written again for it."""

FATAL = sorted(code.code for code in CODES.values() if code.severity is Severity.FATAL)

is_ok = judged.c.code.not_in(FATAL)

_BY_TWO = {"parallel_tuple_cost": 0, "max_parallel_workers_per_gather": 1}


def create(connection: Connection, verdicts: Select[Any], spread: Sequence[str] = ()) -> None:
    """Make the table from a query that has at least its columns; it lives as long as the transaction.

    ``spread``: see ``temporary.make``.
    """
    # What the rules cost per record the planner takes for nothing, and so does it alone what two would do in half. More
    # than two were slower where it was measured, on two cores: one of them must write it all down.
    for setting, value in _BY_TWO.items():
        connection.execute(text(f"set local {setting} = {value}"))
    temporary.make(connection, judged.name, verdicts, spread)
    temporary.make_empty(connection, warned)
    for setting in _BY_TWO:
        connection.execute(text(f"set local {setting} to default"))


def fill(connection: Connection, verdicts: Iterable[tuple[int, str, str, None]]) -> None:
    """Make the table from (position, recordId, code, None), judged in Python."""
    temporary.make_empty(connection, judged)
    temporary.make_empty(connection, warned)
    stage(connection, judged, verdicts)
    temporary.analyze(connection, judged.name)


def count(connection: Connection) -> tuple[int, int]:
    """How many records are OK, and how many are not."""
    statement = select(func.count(), func.count().filter(is_ok)).select_from(judged)
    total, ok = connection.execute(statement).one()
    return ok, total - ok


def fail_all(connection: Connection) -> None:
    """Let no record of an all-or-nothing file be OK: one of them is not."""
    connection.execute(update(judged).where(is_ok).values(code=ALL_OR_NOTHING))


def warn(connection: Connection, positions: Select[Any], code: str) -> None:
    """Let the records at these positions, which are OK, have a code that warns; each is warned of once."""
    found = positions.subquery().c
    connection.execute(insert(warned).from_select(["position", "code"], select(found.position, literal(code))))
    temporary.analyze(connection, warned.name)


def verdicts(connection: Connection) -> Iterator[list[list[str]]]:
    """Stream recordIds, codes, and the last SSIN if it was applied to another than the one sent, else empty; in order.

    Columns of some thousand records.
    """
    applied_to = type_coerce(case((is_ok, judged.c.replaced_by)), SSIN)
    code = func.coalesce(warned.c.code, judged.c.code).label("code")
    query = select(judged.c.position, judged.c.record_id, code, applied_to.label("applied_to")).select_from(
        judged.outerjoin(warned, warned.c.position == judged.c.position)
    )
    return texts.ordered(connection, query, ("record_id", "code", "applied_to"), by="position")
