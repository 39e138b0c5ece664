"""Bulk traffic between the database and numpy arrays: nothing else moves a million rows.

Every column is a fixed-width number (``bigint``, ``integer``, ``boolean``; days as integers), or, of what comes, a
code: eight plain letters and digits. None is null. What goes to the database, by binary COPY, has rows of a fixed
length; what comes from it is an array per column; and either is a numpy buffer.
Format: PostgreSQL documentation, COPY, "Binary Format", and ``array_send`` in its source.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Select, Subquery, Table, func, select
from sqlalchemy.dialects import postgresql

Columns = dict[str, npt.NDArray[Any]]

_SIGNATURE = b"PGCOPY\n\xff\r\n\x00"
_HEADER = _SIGNATURE + bytes(8)
_TRAILER = b"\xff\xff"
_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy's dialects have no annotations
_TOGETHER = 20_000
"""Rows that are put together for the database at a time."""
_WIRE = {"i8": ">i8", "i4": ">i4", "b1": "?", "U8": "S8"}


def fetch(connection: Connection, query: Select[Any], kinds: Sequence[str]) -> Columns:
    """Run the query; its columns as arrays, named as in the query.

    ``kinds`` says per column how wide the query returns it: ``i8`` bigint, ``i4`` integer, ``b1`` boolean, ``U8`` a
    code. The database sends one row of arrays: a row per row costs the client a hundred times as much.
    """
    names = [column.name for column in query.selected_columns]
    with connection.connection.cursor(binary=True) as cursor:  # type: ignore[attr-defined]  # psycopg's, behind DBAPI's
        cursor.execute(_sql(_arrays(query.subquery(), names)))
        return _columns(names, kinds, cursor.fetchone())


def groups(connection: Connection, query: Select[Any], kinds: Sequence[str], by: str) -> Iterator[Columns]:
    """Run the query once; its first columns as arrays, those of rows together that have one value of ``by``.

    In the order of ``by``, the query's last column, which ``kinds`` does not name. Other statements may be run between.
    """
    names = [column.name for column in query.selected_columns][:-1]
    rows = query.subquery()
    grouped = _arrays(rows, names).group_by(rows.c[by]).order_by(rows.c[by])
    with connection.connection.cursor(name="groups", binary=True) as cursor:  # type: ignore[attr-defined]  # as above
        cursor.execute(_sql(grouped))
        while (row := cursor.fetchone()) is not None:
            yield _columns(names, kinds, row)


def _arrays(rows: Subquery, names: Sequence[str]) -> Select[Any]:
    """Each column as the bytes of one array: the driver would make a list of it, number by number."""
    return select(*(func.array_send(func.array_agg(rows.c[name])) for name in names))


def _sql(query: Select[Any]) -> str:
    return str(query.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True})).replace("%%", "%")


def _columns(names: Sequence[str], kinds: Sequence[str], row: Any) -> Columns:
    """The arrays; where there are no rows, their bytes are null."""
    return {name: _array(value or b"", kind) for name, value, kind in zip(names, row, kinds, strict=True)}


def _array(value: bytes, kind: str) -> npt.NDArray[Any]:
    """A one-dimensional array without nulls: 20 bytes about it, then per element its length and its value."""
    elements, element = memoryview(value)[20:], np.dtype([("#", ">i4"), ("value", _WIRE[kind])])
    wrong = "the values of a column are not of one length: one is null, or of another width"
    assert len(elements) % element.itemsize == 0, wrong
    rows = np.frombuffer(elements, dtype=element)
    assert (rows["#"] == element.itemsize - 4).all(), wrong
    return rows["value"].astype(kind)


def send(connection: Connection, table: Table, columns: Columns) -> int:
    """Append the rows to the table; the names are those of its columns. Returns how many."""
    count = len(next(iter(columns.values())))
    row = _row(list(columns), [_kind(values) for values in columns.values()])
    statement = f"copy {table.name} ({', '.join(columns)}) from stdin binary"
    with connection.connection.cursor() as cursor, cursor.copy(statement) as copy:  # type: ignore[attr-defined]  # psycopg's cursor, behind DBAPI's
        copy.write(_HEADER)
        for first in range(0, count, _TOGETHER):
            copy.write(_rows(row, {name: values[first : first + _TOGETHER] for name, values in columns.items()}))
        copy.write(_TRAILER)
    return count


def _rows(row: np.dtype[np.void], columns: Columns) -> bytes:
    rows = np.zeros(len(next(iter(columns.values()))), dtype=row)
    rows["#"] = len(columns)
    for name, values in columns.items():
        rows[f"#{name}"] = values.dtype.itemsize
        rows[name] = values
    return rows.tobytes()


def _row(names: Sequence[str], kinds: Sequence[str]) -> np.dtype[np.void]:
    """One tuple on the wire: the number of fields, then per field its length and its value."""
    fields = [("#", ">i2")]
    for name, kind in zip(names, kinds, strict=True):
        fields += [(f"#{name}", ">i4"), (name, _WIRE[kind])]
    return np.dtype(fields)


def _kind(values: npt.NDArray[Any]) -> str:
    return f"{values.dtype.kind}{values.dtype.itemsize}"
