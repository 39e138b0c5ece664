"""The operation log: law 9, every accepted record as it was sent. The only module that writes it.

A third of what a large file costs is its log, so it is written on a connection of its own while the lines change on
another. Then it may be committed though the file never is applied; therefore a record counts (``tables.operation``)
only once its file says after which number its records come, and that is said in the transaction that applies it. What
an attempt left that came to nothing has lower numbers, or a file that says none.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from sqlalchemy import Column, Connection, Integer, MetaData, Table, insert, literal, select, text, update

from raas_batch.store import columns, numbering, temporary
from raas_batch.store.columns import Columns
from raas_batch.store.tables import file, operation_log, staged_record
from raas_batch.store.types import CBE_NUMBER, SSIN

_accepted = Table(
    "accepted", MetaData(), Column("ssin", SSIN), Column("dossier_type", Integer), Column("position", Integer)
)

Add = Callable[[Columns], None]
"""Writes down records that were accepted: the last ``ssin`` (``i8``), ``dossier_type`` and ``position`` (``i4``)."""


@contextmanager
def written(applying: Connection, organisation: str, file_id: int, lasts: bool) -> Iterator[Add]:
    """Write the records of a file down, as they were staged, while ``applying`` does something else.

    Gives what adds some of them: those of one person in file order, and beside each other if they are added together.
    At the end of the block all are written, and stay if the work ``lasts``: that of a simulation does not.
    """
    said = update(file).where(file.c.id == file_id).values(logged_after=numbering.last(applying))
    applying.execute(said)
    with applying.engine.connect() as connection, ThreadPoolExecutor(max_workers=1) as beside:
        temporary.make_empty(connection, _accepted)
        under_way: list[Future[None]] = []

        def add(accepted: Columns) -> None:
            finish(but=1)
            under_way.append(beside.submit(_write, connection, organisation, file_id, accepted))

        def finish(but: int) -> None:
            while len(under_way) > but:
                under_way.pop(0).result()

        yield add
        finish(but=0)
        if lasts:
            connection.commit()


def _write(connection: Connection, organisation: str, file_id: int, accepted: Columns) -> None:
    connection.execute(text("truncate pg_temp.accepted"))
    columns.send(connection, _accepted, accepted)
    temporary.analyze(connection, _accepted.name)
    record, of = staged_record.c, _accepted.c
    records = (
        select(
            literal(organisation, CBE_NUMBER), record.ssin, of.dossier_type, record.registers, record.start,
            record.stop, record.file_id, record.position, record.record_id,
        )
        .join_from(_accepted, staged_record, (record.file_id == file_id) & (record.position == of.position))
        .order_by(of.ssin, of.position)
    )  # fmt: skip
    connection.execute(insert(operation_log).from_select(_FILLED, records))


_FILLED = [column.name for column in operation_log.columns if column.name != "id"]
