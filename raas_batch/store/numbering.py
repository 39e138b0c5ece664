"""The numbers of the operation log: records and events in the one order in which they were applied."""

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, func, select, text

from raas_batch.store import columns
from raas_batch.store.tables import log_number


def last(connection: Connection) -> int:
    """The highest number given so far; 0 when none was.

    Who holds the lock on an organisation's lines and relies on the mirror knows: every change of those lines up to
    here is done, and every later one will have a higher number.
    """
    given = text("select case when is_called then last_value else 0 end from log_number")
    number: int = connection.execute(given).scalar_one()
    return number


def take(connection: Connection, count: int) -> npt.NDArray[np.int64]:
    """The next numbers, ascending, for so many records; nobody else is given one of them."""
    given = select(log_number.next_value().label("number")).select_from(func.generate_series(1, count).alias("place"))
    return columns.fetch(connection, given, ("i8",))["number"]
