"""The verdicts of one file while it is applied: a temporary table with a code for every record.

A flow's rules make it (``create``), whatever columns they add; what all flows ask of it is here.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Column, Connection, Integer, MetaData, Row, Select, Table, Text, case, func, select, text, update

from raas_batch.codes import ALL_OR_NOTHING, CODES, Severity
from raas_batch.store import temporary
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

FATAL = sorted(code.code for code in CODES.values() if code.severity is Severity.FATAL)

is_ok = judged.c.code.not_in(FATAL)


def create(connection: Connection, verdicts: Select[Any]) -> None:
    """Make the table from a query that has at least its columns; it lives as long as the transaction."""
    temporary.create(connection, judged, verdicts)


def fill(connection: Connection, verdicts: Iterable[tuple[int, str, str, None]]) -> None:
    """Make the table from (position, recordId, code, None), judged in Python."""
    temporary.empty(connection, judged)
    stage(connection, judged, verdicts)
    connection.execute(text("analyze judged"))


def count(connection: Connection) -> tuple[int, int]:
    """How many records are OK, and how many are not."""
    statement = select(func.count().filter(is_ok), func.count().filter(~is_ok)).select_from(judged)
    ok, nok = connection.execute(statement).one()
    return ok, nok


def fail_all(connection: Connection) -> None:
    """Let no record of an all-or-nothing file be OK: one of them is not."""
    connection.execute(update(judged).where(is_ok).values(code=ALL_OR_NOTHING))


def verdicts(connection: Connection) -> Iterator[Row[Any]]:
    """Stream (recordId, code, the last SSIN if it was applied to another than the one sent) in input order."""
    applied_to = case((is_ok, judged.c.replaced_by))
    columns = judged.c.record_id, judged.c.code, applied_to.label("replaced_by")
    statement = select(*columns).order_by(judged.c.position).execution_options(yield_per=10_000)
    return iter(connection.execute(statement))
