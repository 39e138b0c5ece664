"""Bulk traffic between the database and numpy arrays, by PostgreSQL's binary COPY: nothing else moves a million rows.

Every column is a fixed-width number (``bigint``, ``integer``, ``boolean``; days as integers), none is null: what goes
to the database has rows of a fixed length, what comes from it is an array per column, and either is a numpy buffer.
Format: PostgreSQL documentation, COPY, "Binary Format", and ``array_send`` in its source.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Select, Table, func, select
from sqlalchemy.dialects import postgresql

Columns = dict[str, npt.NDArray[Any]]

_SIGNATURE = b"PGCOPY\n\xff\r\n\x00"
_HEADER = _SIGNATURE + bytes(8)
_TRAILER = b"\xff\xff"
_WIRE = {"i8": ">i8", "i4": ">i4", "b1": "?"}


def fetch(connection: Connection, query: Select[tuple[object, ...]], kinds: Sequence[str]) -> Columns:
    """Run the query; its columns as arrays, named as in the query.

    ``kinds`` says per column how wide the query returns it: ``i8`` bigint, ``i4`` integer, ``b1`` boolean. The database
    sends one row of arrays: a row per row costs the client a hundred times as much.
    """
    names = [column.name for column in query.selected_columns]
    arrays = select(*(func.array_agg(column) for column in query.subquery().c))
    statement = str(arrays.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True}))  # type: ignore[no-untyped-call]  # SQLAlchemy's dialects have no annotations
    received = bytearray()
    with connection.connection.cursor() as cursor, cursor.copy(f"copy ({statement}) to stdout binary") as copy:  # type: ignore[attr-defined]  # psycopg's cursor, behind DBAPI's
        for block in copy:
            received += block
    fields = _fields(received)
    return {name: _array(next(fields), kind) for name, kind in zip(names, kinds, strict=True)}


def _fields(received: bytearray) -> Iterator[memoryview]:
    """The values of the only row; that of a column without rows is empty."""
    at = len(_HEADER) + 2
    while at < len(received) - len(_TRAILER):
        length = max(int.from_bytes(received[at : at + 4], "big", signed=True), 0)
        yield memoryview(received)[at + 4 : at + 4 + length]
        at += 4 + length


def _array(value: memoryview, kind: str) -> npt.NDArray[Any]:
    """A one-dimensional array without nulls: 20 bytes about it, then per element its length and its value."""
    elements, element = value[20:], np.dtype([("#", ">i4"), ("value", _WIRE[kind])])
    wrong = "the values of a column are not of one length: one is null, or of another width"
    assert len(elements) % element.itemsize == 0, wrong
    rows = np.frombuffer(elements, dtype=element)
    assert (rows["#"] == element.itemsize - 4).all(), wrong
    return rows["value"].astype(kind)


def send(connection: Connection, table: Table, columns: Columns) -> int:
    """Append the rows to the table; the names are those of its columns. Returns how many."""
    kinds = [_kind(values) for values in columns.values()]
    count = len(next(iter(columns.values())))
    row = _row(list(columns), kinds)
    rows = np.zeros(count, dtype=row)
    rows["#"] = len(columns)
    for name, values in columns.items():
        rows[f"#{name}"] = values.dtype.itemsize
        rows[name] = values
    statement = f"copy {table.name} ({', '.join(columns)}) from stdin binary"
    with connection.connection.cursor() as cursor, cursor.copy(statement) as copy:  # type: ignore[attr-defined]  # psycopg's cursor, behind DBAPI's
        copy.write(_HEADER + rows.tobytes() + _TRAILER)
    return count


def _row(names: Sequence[str], kinds: Sequence[str]) -> np.dtype[np.void]:
    """One tuple on the wire: the number of fields, then per field its length and its value."""
    fields = [("#", ">i2")]
    for name, kind in zip(names, kinds, strict=True):
        fields += [(f"#{name}", ">i4"), (name, _WIRE[kind])]
    return np.dtype(fields)


def _kind(values: npt.NDArray[Any]) -> str:
    return f"{values.dtype.kind}{values.dtype.itemsize}"
