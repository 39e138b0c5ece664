"""The operation log: law 9, every accepted record as it was sent. The only module that writes it.

A third of what a large file costs is its log, so it is written on a connection of its own while the lines change on
another. Then it may be committed though the file never is applied; therefore a record counts (``tables.operation``)
only once its file says after which number its records come, and that is said in the transaction that applies it. What
an attempt left that came to nothing has lower numbers, or a file that says none.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import numpy.typing as npt
from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    Row,
    Select,
    Table,
    exists,
    func,
    insert,
    select,
    update,
)

from raas_batch.errors import CountsDoNotAddUp
from raas_batch.store import columns, judged, knows, numbering, temporary
from raas_batch.store.organisations import is_own_type
from raas_batch.store.tables import dossier_type, file, operation_log, replacement, staged_record

_refused = Table("refused", MetaData(), Column("position", Integer))


@contextmanager
def written(applying: Connection, row: Row[Any], lasts: bool) -> Iterator[None]:
    """Write the records of a file down that ``judged`` lets be, as they were staged, while the block does its work.

    They are numbered by person, those of one person in file order. At the end of the block all are written, and stay if
    the work ``lasts``: that of a simulation does not. Raises: CountsDoNotAddUp when one of them is not there.
    """
    said = update(file).where(file.c.id == row.id).values(logged_after=numbering.last(applying))
    applying.execute(said)
    knows.meet_replaced(applying, row.sender, row.id)
    refused = judged.failed(applying)
    with applying.engine.connect() as connection, ThreadPoolExecutor(max_workers=1) as thread:
        writing = thread.submit(_write, connection, row, refused)
        yield
        if (count := writing.result()) != row.record_count - len(refused):
            raise CountsDoNotAddUp(f"file {row.id}: {row.record_count - len(refused)} records accepted, {count} logged")
        if lasts:
            connection.commit()


def _write(connection: Connection, row: Row[Any], refused: npt.NDArray[Any]) -> int:
    accepted = _staged(row)
    if len(refused):
        temporary.make_empty(connection, _refused)
        columns.send(connection, _refused, {"position": refused})
        temporary.analyze(connection, _refused.name)
        is_refused = exists().where(_refused.c.position == staged_record.c.position)
        accepted = accepted.where(~is_refused)  # of millions a NOT IN were no hash
    # Their numbers are the table's default, which is given out in the order of the rows.
    writing = insert(operation_log).from_select(_COLUMNS, accepted, include_defaults=False)
    return connection.execute(writing, execution_options={"preserve_rowcount": True}).rowcount


def _staged(row: Row[Any]) -> Select[Any]:
    """What replaces an SSIN is as it was for the verdicts: who applies has a lock on it."""
    record, own_type = staged_record.c, dossier_type.c
    last_ssin = func.coalesce(replacement.c.last_ssin, record.ssin)
    return (
        select(
            own_type.organisation, record.ssin, own_type.id, record.registers, record.start, record.stop,
            record.file_id, record.position, record.record_id,
        )
        .join_from(staged_record, dossier_type, is_own_type(row.sender, record.dossier_type))
        .outerjoin(replacement, replacement.c.old_ssin == record.ssin)
        .where(record.file_id == row.id)
        .order_by(last_ssin, record.position)
    )  # fmt: skip


_COLUMNS = [column.name for column in operation_log.columns if column.name != "id"]
