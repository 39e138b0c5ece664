"""What the database knows of its tables' sizes: the only module that renews it, after much was written at once.

A plan made for few rows takes hours for many. The database renews its knowledge by itself, but a minute later.
"""

from collections.abc import Iterable

from sqlalchemy import Engine, Table, text

_FEW = 1_000
"""Rows that no plan is wrong about for long."""


def renew(database: Engine, tables: Iterable[Table], patient: bool = False) -> None:
    """Sample the tables, each in a transaction of its own: nobody else can while it runs.

    Where somebody does already, or vacuums, the table is left to them, unless we are ``patient``: who waits for a lock
    on a table makes its vacuum give up.
    """
    how = "" if patient else "(skip_locked)"
    for table in tables:
        with database.begin() as connection:
            connection.execute(text(f"analyze {how} {table.name}"))


def renew_grown(database: Engine, tables: Iterable[Table], rows: int) -> None:
    """Sample those tables of which so many new rows may be two thirds: of the others the database knows enough.

    How large a table is it sees by itself; what it takes over from earlier is how its values spread.
    """
    known = text("select relname from pg_class where relname = any(:names) and reltuples * 2 <= :rows")
    names = [table.name for table in tables]
    if rows < _FEW or not names:
        return
    with database.begin() as connection:
        grown = set(connection.scalars(known, {"names": names, "rows": rows}))
    renew(database, [table for table in tables if table.name in grown])
