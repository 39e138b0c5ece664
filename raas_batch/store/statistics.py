"""What the database knows of its tables' sizes: the only module that renews it, after much was written at once.

A plan made for few rows takes hours for many. The database renews its knowledge by itself, but a minute later.
"""

from collections.abc import Iterable

from sqlalchemy import Engine, Table, text


def renew(database: Engine, tables: Iterable[Table]) -> None:
    """Sample the tables, each in a transaction of its own: nobody else can while it runs."""
    for table in tables:
        with database.begin() as connection:
            connection.execute(text(f"analyze {table.name}"))
