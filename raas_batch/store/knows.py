"""Which organisations know an SSIN: the only module that writes it down, and how lines and log are found by SSIN alone.

Lines and log are indexed by organisation, then SSIN, so that a file touches the pages of its own organisation however
many others there are. Who asks by SSIN alone finds here whose they may be. What is written down stays, also where the
last line went: to look for nothing costs little, to miss a line would cost a notice.
"""

from typing import Any

from sqlalchemy import Column, Connection, Join, MetaData, Select, Table, and_, exists, func, literal, select, union_all
from sqlalchemy.dialects.postgresql import insert

from raas_batch.store import columns, temporary
from raas_batch.store.columns import Columns
from raas_batch.store.judged import judged
from raas_batch.store.tables import knows, line, operation, staged_record
from raas_batch.store.types import CBE_NUMBER

_met = Table("met", MetaData(), *(Column(column.name, column.type) for column in knows.columns))


def _found(table: Table) -> Join:
    return knows.join(table, and_(table.c.organisation == knows.c.organisation, table.c.ssin == knows.c.ssin))


ssin, organisation = knows.c.ssin, knows.c.organisation
"""Whom, and who: by these the two below are joined or bounded."""
lines = _found(line)
"""The lines of who knows an SSIN."""
operations = _found(operation)
"""The same of the records that were applied; their SSIN is the one that was sent."""


def meet(connection: Connection, pairs: Columns) -> None:
    """Write down who knows whom, ``ssin`` and ``organisation`` row by row; some of it may be written down already."""
    if len(pairs["ssin"]):
        temporary.make_empty(connection, _met)
        columns.send(connection, _met, pairs)
        _enter(connection, select(_met.c.ssin, _met.c.organisation))


def meet_replaced(connection: Connection, organisation: str, file_id: int) -> None:
    """The same of the replaced numbers that a staged file names: the log keeps them as they were sent (law 9).

    On the connection that judged the file: ``judged`` knows which they are.
    """
    record, found = staged_record.c, judged.c
    is_named = record.file_id == file_id, record.position == found.position, found.replaced_by.is_not(None)
    _enter(connection, select(record.ssin, literal(organisation, CBE_NUMBER)).where(*is_named).distinct())


def unmet(connection: Connection) -> dict[str, int]:
    """How many lines and records of whom it is not written down to know an organisation has, if it has any."""
    both = union_all(*(select(table.c.organisation, table.c.ssin) for table in (line, operation))).subquery().c
    is_known = exists().where(knows.c.ssin == both.ssin, knows.c.organisation == both.organisation)
    counted = select(both.organisation, func.count()).where(~is_known).group_by(both.organisation)
    return dict(map(tuple, connection.execute(counted)))


def _enter(connection: Connection, pairs: Select[Any]) -> None:
    connection.execute(insert(knows).from_select(["ssin", "organisation"], pairs).on_conflict_do_nothing())
