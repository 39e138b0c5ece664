"""Temporary tables that live as long as their transaction: the only module that makes one from a query."""

from typing import Any

from sqlalchemy import Connection, Select, Table, text
from sqlalchemy.dialects import postgresql

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy's dialects have no annotations


def make(connection: Connection, name: str, query: Select[Any]) -> None:
    """Make the table from what the query returns; one of that name that is there already makes room."""
    statement = query.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True})
    connection.execute(text(f"drop table if exists pg_temp.{name}"))
    connection.exec_driver_sql(f"create temporary table {name} on commit drop as {statement}".replace("%%", "%"))
    analyze(connection, name)


def make_empty(connection: Connection, table: Table) -> None:
    """Make the table with its columns and nothing in it; one of that name that is there already makes room."""
    shape = ", ".join(f"{column.name} {column.type.compile(_DIALECT)}" for column in table.columns)
    connection.execute(text(f"drop table if exists pg_temp.{table.name}"))
    connection.execute(text(f"create temporary table {table.name} ({shape}) on commit drop"))


def analyze(connection: Connection, name: str) -> None:
    """Let the database know how much there is in the table, once it is filled, and how its columns spread."""
    connection.execute(text(f"analyze pg_temp.{name}"))
