"""Temporary tables that live as long as the transaction: made of a query, or empty, to be filled by COPY."""

from typing import Any

from sqlalchemy import Connection, Select, Table, text
from sqlalchemy.dialects import postgresql

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy's dialects have no annotations


def create(connection: Connection, table: Table, query: Select[Any]) -> None:
    """Make the table of what a query gives that has at least its columns."""
    statement = query.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True})
    connection.execute(text(f"drop table if exists pg_temp.{table.name}"))
    created = f"create temporary table {table.name} on commit drop as {statement}"
    connection.exec_driver_sql(created.replace("%%", "%"))
    connection.execute(text(f"analyze {table.name}"))


def empty(connection: Connection, table: Table) -> None:
    """Make the table without a row."""
    shape = ", ".join(f"{column.name} {column.type.compile(_DIALECT)}" for column in table.columns)
    connection.execute(text(f"drop table if exists pg_temp.{table.name}"))
    connection.execute(text(f"create temporary table {table.name} ({shape}) on commit drop"))
