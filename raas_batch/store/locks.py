"""Who may do what alone: the advisory locks of the database, by purpose and organisation.

They hold between processes and machines, and vanish with the connection that took them, so nothing needs cleaning up
after a crash.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from sqlalchemy import Connection, Engine, text


class Purpose(IntEnum):
    """What a lock is for; the number is part of the lock's key."""

    INBOX = 1
    """Taking files from one organisation's inbox."""
    REGISTER = 2
    """Changing one organisation's lines."""
    STREAM = 3
    """Numbering one organisation's outgoing files."""
    SEQUENCE = 5
    """Deciding which of one organisation's sequence numbers is taken."""
    MIRROR = 4
    """Changing the mirror of the authentic source, or relying on it while lines change."""
    LEDGER = 6
    """Adding to the disclosure ledger."""
    NOTICES = 7
    """Making notices without changing the mirror, or seeing that nobody is at it."""


def alone(connection: Connection, purpose: Purpose, cbe_number: str) -> None:
    """Wait until no other transaction does this for the organisation; keeps others out until ours ends."""
    connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _key(purpose, cbe_number)})


def mirror(connection: Connection, changes: bool) -> None:
    """Keep the mirror as it is until our transaction ends; who changes it waits for all who rely on it."""
    _everybodys(connection, Purpose.MIRROR, changes)


def notices(connection: Connection, alone: bool) -> None:
    """Make notices until our transaction ends, beside others; or, alone, wait until nobody does. After the mirror."""
    _everybodys(connection, Purpose.NOTICES, alone)


def ledger(connection: Connection) -> None:
    """Let nobody else add to the ledger until our transaction ends: taken last, for it is everybody's."""
    alone(connection, Purpose.LEDGER, "0")


@contextmanager
def alone_if_free(engine: Engine, purpose: Purpose, cbe_number: str) -> Iterator[bool]:
    """Keep others out for the block, over several transactions; gives False at once if another is at it."""
    key = {"key": _key(purpose, cbe_number)}
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        mine = bool(connection.scalar(text("select pg_try_advisory_lock(:key)"), key))
        try:
            yield mine
        finally:
            if mine:
                connection.execute(text("select pg_advisory_unlock(:key)"), key)


def _everybodys(connection: Connection, purpose: Purpose, alone: bool) -> None:
    function = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    connection.execute(text(f"select {function}(:key)"), {"key": _key(purpose, "0")})


def _key(purpose: Purpose, cbe_number: str) -> int:
    return int(purpose) * 10**11 + int(cbe_number)
