"""The operation log: law 9, every accepted record as it was sent. The only module that writes it.

A third of what a large file costs is its log, so it is written on a connection of its own while the lines change on
another. Then it may be committed though the file never is applied; therefore a record counts (``tables.operation``)
only once its file says after which number its records come, and that is said in the transaction that applies it. What
an attempt left that came to nothing has lower numbers, or a file that says none. The numbers are given by who applies:
they are known though the log is still being written.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple

import numpy as np
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    MetaData,
    Table,
    insert,
    literal,
    select,
    text,
    update,
)

from raas_batch.ahead import Follower, followed
from raas_batch.store import columns, numbering, temporary
from raas_batch.store.columns import Columns
from raas_batch.store.tables import file, operation_log, staged_record
from raas_batch.store.types import CBE_NUMBER

_accepted = Table(
    "accepted", MetaData(), Column("id", BigInteger), Column("position", Integer), Column("dossier_type", Integer)
)

_TOGETHER = 12
"""Ranges that are written together: for each time the whole file is looked through for what was staged of them."""


class Log(NamedTuple):
    """The log of one file while it is written."""

    applying: Connection
    behind: Follower[Columns]

    def add(self, accepted: Columns) -> None:
        """Write down accepted records: the last ``ssin`` (``i8``), ``dossier_type`` and ``position`` (``i4``)."""
        order = np.lexsort((accepted["position"], accepted["ssin"]))
        said = {name: accepted[name][order] for name in ("position", "dossier_type")}
        self.behind.add({"id": numbering.take(self.applying, len(order))} | said)

    def end(self) -> None:
        """No more come: the rest is written now, and not when all else is done."""
        self.behind.go_on()


@contextmanager
def written(applying: Connection, organisation: str, file_id: int, lasts: bool) -> Iterator[Log]:
    """Write the records of a file down, as they were staged, while ``applying`` does something else.

    They are numbered by person, those of one person in file order. At the end of the block all are written, and stay if
    the work ``lasts``: that of a simulation does not.
    """
    said = update(file).where(file.c.id == file_id).values(logged_after=numbering.last(applying))
    applying.execute(said)
    with applying.engine.connect() as connection:
        temporary.make_empty(connection, _accepted)
        with followed(partial(_write, connection, organisation, file_id), _TOGETHER) as behind:
            yield Log(applying, behind)
        if lasts:
            connection.commit()


def _write(connection: Connection, organisation: str, file_id: int, accepted: list[Columns]) -> None:
    connection.execute(text("truncate pg_temp.accepted"))
    while accepted:  # each is let go: what follows lasts
        columns.send(connection, _accepted, accepted.pop())
    temporary.analyze(connection, _accepted.name)
    record, of = staged_record.c, _accepted.c
    records = (
        select(
            of.id, literal(organisation, CBE_NUMBER), record.ssin, of.dossier_type, record.registers, record.start,
            record.stop, record.file_id, record.position, record.record_id,
        )
        .join_from(_accepted, staged_record, (record.file_id == file_id) & (record.position == of.position))
        .order_by(of.id)
    )  # fmt: skip
    connection.execute(insert(operation_log).from_select(_FILLED, records))


_FILLED = [column.name for column in operation_log.columns]
