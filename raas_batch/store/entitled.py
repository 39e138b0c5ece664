"""What the sender of a file may be told while it is applied: a temporary table with one row, or none."""

from datetime import date
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Row, Table, Text, insert, select
from sqlalchemy.dialects.postgresql import ARRAY

from raas_batch.store import subscriptions, temporary

entitled = Table("entitled", MetaData(), Column("legal_basis", Text), Column("data_groups", ARRAY(Text)))
"""The legal basis, and the data groups that it covers."""


def note(connection: Connection, cbe_number: str, service: str, day: date) -> None:
    """Note what the organisation's subscription to the service allows on the day; who blocks or ends it waits."""
    temporary.make_empty(connection, entitled)
    row = subscriptions.valid(connection, cbe_number, service, day)
    if row is not None:
        groups = subscriptions.covered(row)
        connection.execute(insert(entitled).values(legal_basis=row.legal_basis, data_groups=groups))


def read(connection: Connection) -> Row[Any] | None:
    """What was noted; None when there is no legal basis."""
    return connection.execute(select(entitled)).one_or_none()
