"""Writes rows of text into a table by COPY, as they come: nothing of a file stands in memory."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Row,
    Select,
    Table,
    delete,
    false,
    func,
    select,
    text,
)
from sqlalchemy.exc import OperationalError

from raas_batch.store import columns, temporary
from raas_batch.store.tables import (
    staged_event,
    staged_list,
    staged_message,
    staged_mutation,
    staged_person,
    staged_question,
    staged_record,
    staged_request,
)

STAGED = (
    staged_record, staged_person, staged_event, staged_list, staged_mutation, staged_message, staged_question,
    staged_request,
)  # fmt: skip


_repeated = Table("repeated", MetaData(), Column("position", Integer))

_MANY = 100_000
"""Records from which on it takes long to delete them one by one."""

_HASHES = 1_000_000
"""At most about so many hashes are in memory at a time."""

NULL = r"\N"
"""What COPY takes for a value that is not there."""


class Written(NamedTuple):
    """Rows as COPY takes them: a line each, values with tabs between, in the order of the table's columns."""

    rows: int
    text: str


def stage(connection: Connection, table: Table, rows: Iterable[Sequence[Any] | Written]) -> int:
    """Append the rows, their values in the order of the table's columns. Returns how many."""
    names = ", ".join(column.name for column in table.columns)
    count = 0
    with connection.connection.cursor() as cursor, cursor.copy(f"copy {table.name} ({names}) from stdin") as copy:  # type: ignore[attr-defined]  # psycopg's cursor, behind DBAPI's
        for row in rows:
            if isinstance(row, Written):
                copy.write(row.text)
                count += row.rows
            else:
                copy.write_row(row)
                count += 1
    return count


def came_before(position: ColumnElement[int], value: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a record's value stands earlier in its file too, among the rows of one file: the first one counts.

    One sort, however many rows the planner expects: of a file that was staged a moment ago it knows nothing, and takes
    a join of the file with itself for a join of two rows.
    """
    return position > func.min(position).over(partition_by=value)


def is_repeated(connection: Connection, table: Table, row: Any) -> ColumnElement[bool]:
    """Whether a record's recordId stands earlier in its file: a condition, mostly that none does.

    ``came_before`` says the same of each record, inside a statement; this is for files that may have very many, and
    mostly looks at them once. Neither joins the file with itself: the planner may take it for one of a few records.
    ``row`` says under which ``id`` they are staged, and how many (``record_count``).
    """
    rows = table.c
    of_file = rows.file_id == row.id
    if _all_differ(connection, select(rows.record_id.label("text")).where(of_file), row.record_count):
        return false()
    marked = select(rows.position, came_before(rows.position, rows.record_id).label("again")).where(of_file).subquery()
    temporary.make(connection, _repeated.name, select(marked.c.position).where(marked.c.again))
    return rows.position.in_(select(_repeated.c.position))


def _all_differ(connection: Connection, texts: Select[Any], many: int) -> bool:
    """Whether it is sure that no text comes twice: their hashes are compared, which takes a third of the time."""
    hashed = func.hashtextextended(texts.subquery().c.text, 0).label("hashed")
    if many <= _HASHES:
        return _differ(columns.fetch(connection, select(hashed), ("i8",)))
    part = func.mod(hashed, 1 + many // _HASHES).label("part")  # of either sign
    return all(map(_differ, columns.groups(connection, select(hashed, part), ("i8",), by="part")))


def _differ(found: columns.Columns) -> bool:
    hashes = np.sort(found["hashed"])
    return not (hashes[1:] == hashes[:-1]).any()


def forget(connection: Connection, row: Row[Any]) -> None:
    """Drop what was staged of a file, whatever its flow; last of all, for nobody may be able to stage until we end."""
    for table in STAGED:
        if (row.record_count or 0) < _MANY or not _empty(connection, table, row.id):
            connection.execute(delete(table).where(table.c.file_id == row.id))


def _empty(connection: Connection, table: Table, file_id: int) -> bool:
    """Empty the table at once, if it has rows of this file alone and nobody is at it; whether that was so."""
    alone = select(func.min(table.c.file_id) == file_id, func.max(table.c.file_id) == file_id)
    if not all(connection.execute(alone).one()):
        return False
    try:
        with connection.begin_nested():
            connection.execute(text(f"lock table {table.name} in access exclusive mode nowait"))
    except OperationalError:
        return False
    if mine := all(connection.execute(alone).one()):
        connection.execute(text(f"truncate {table.name}"))
    return mine
