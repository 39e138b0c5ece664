"""Bulk traffic between the database and numpy arrays, by PostgreSQL's binary COPY: nothing else moves a million rows.

Every column is a fixed-width number (``bigint``, ``integer``, ``boolean``; days as integers since 1970), none is
null: a row then has a fixed length, and the whole stream is one numpy buffer in both directions.
Format: PostgreSQL documentation, COPY, "Binary Format".
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Select, Table
from sqlalchemy.dialects import postgresql

Columns = dict[str, npt.NDArray[Any]]

_SIGNATURE = b"PGCOPY\n\xff\r\n\x00"
_HEADER = _SIGNATURE + bytes(8)
_TRAILER = b"\xff\xff"
_WIRE = {"i8": ">i8", "i4": ">i4", "b1": "?"}


def fetch(connection: Connection, query: Select[tuple[object, ...]], kinds: Sequence[str]) -> Columns:
    """Run the query; its columns as arrays, named as in the query.

    ``kinds`` says per column how wide the query returns it: ``i8`` bigint, ``i4`` integer, ``b1`` boolean.
    """
    names = [column.name for column in query.selected_columns]
    statement = str(query.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True}))  # type: ignore[no-untyped-call]  # SQLAlchemy's dialects have no annotations
    received = bytearray()
    with connection.connection.cursor() as cursor, cursor.copy(f"copy ({statement}) to stdout binary") as copy:  # type: ignore[attr-defined]  # psycopg's cursor, behind DBAPI's
        for block in copy:
            received += block
    rows = np.frombuffer(
        received, dtype=_row(names, kinds), count=_row_count(received, names, kinds), offset=len(_HEADER)
    )
    return {name: rows[name].astype(kind) for name, kind in zip(names, kinds, strict=True)}


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


def _row_count(received: bytearray, names: Sequence[str], kinds: Sequence[str]) -> int:
    payload = len(received) - len(_HEADER) - len(_TRAILER)
    count, rest = divmod(payload, _row(names, kinds).itemsize)
    assert rest == 0, f"rows of {names} are not of one length: a column is null or of another width"
    return count


def _kind(values: npt.NDArray[Any]) -> str:
    return f"{values.dtype.kind}{values.dtype.itemsize}"
