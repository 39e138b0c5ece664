"""The numbers of the operation log: records and events in the one order in which they were applied."""

from sqlalchemy import Connection, text


def last(connection: Connection) -> int:
    """The highest number given so far; 0 when none was.

    Who holds the lock on an organisation's lines and relies on the mirror knows: every change of those lines up to
    here is done, and every later one will have a higher number.
    """
    given = text("select case when is_called then last_value else 0 end from log_number")
    number: int = connection.execute(given).scalar_one()
    return number
