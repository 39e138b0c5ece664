"""What the database knows of its tables' sizes: the only module that renews it, after much was written at once.

A plan made for few rows takes hours for many. The database renews its knowledge by itself, but a minute later.
"""

from collections.abc import Iterable

from sqlalchemy import Engine, Table, text


def renew(database: Engine, tables: Iterable[Table], patient: bool = False) -> None:
    """Sample the tables, each in a transaction of its own: nobody else can while it runs.

    Where somebody does already, or vacuums, the table is left to them, unless we are ``patient``: who waits for a lock
    on a table makes its vacuum give up.
    """
    how = "" if patient else "(skip_locked)"
    for table in tables:
        with database.begin() as connection:
            connection.execute(text(f"analyze {how} {table.name}"))
