"""The numbers of the operation log: records and events in the one order in which they were applied."""

from sqlalchemy import Connection, text


def last(connection: Connection) -> int:
    """The highest number given so far.

    Who holds the lock on an organisation's lines and relies on the mirror knows: every change of those lines up to
    here is done, and every later one will have a higher number.
    """
    number: int = connection.execute(text("select last_value from log_number")).scalar_one()
    return number
