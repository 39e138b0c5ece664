"""Network messages: what was taken is known for ever, and what somebody must hear is kept. Never one by one."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Date,
    Integer,
    MetaData,
    Row,
    Select,
    Table,
    Text,
    and_,
    func,
    insert,
    select,
    text,
)

from raas_batch.codes import PAYLOAD_REFUSED, SSIN_REPLACED, TREATMENT_SUCCESSFUL
from raas_batch.store.judged import judged
from raas_batch.store.tables import network_message, network_payload, routed_file, staged_message
from raas_batch.store.types import SSIN

TAKEN = (TREATMENT_SUCCESSFUL, SSIN_REPLACED)
"""The codes of messages that are routed: one that was known already is not."""

coming = Table(
    "coming_message",
    MetaData(),
    Column("number", BigInteger),
    Column("position", Integer),
    Column("network_service", Text),
    Column("message_date", Date),
    Column("ssin", SSIN),
    prefixes=["temporary"],
    postgresql_on_commit="DROP",
)
"""The messages that a file brought, each with the last number of its person, while they are routed.

Beside the table of all messages, for the planner must know how many there are: of a file that is not committed the
statistics of that table know nothing, and it would look up each of a million notices by reading all the others.
"""

_sent, _taken = staged_message.c, network_message.c
_NAMES = [
    "network_service", "message_id", "message_date", "ssin", "replaced_by", "schema_id", "file_id", "position"
]  # fmt: skip


def record(connection: Connection, file_id: int) -> None:
    """Keep which messages of the file were taken, in file order, each with the number it is about now."""
    columns = [judged.c.replaced_by if name == "replaced_by" else _sent[name] for name in _NAMES]
    accepted = and_(_sent.file_id == file_id, _sent.position == judged.c.position, judged.c.code.in_(TAKEN))
    rows = select(*columns).where(accepted).order_by(_sent.position)
    connection.execute(insert(network_message).from_select(_NAMES, rows))
    connection.execute(text(f"drop table if exists pg_temp.{coming.name}"))
    coming.create(connection)
    last_ssin = func.coalesce(_taken.replaced_by, _taken.ssin)
    own = select(_taken.id, _taken.position, _taken.network_service, _taken.message_date, last_ssin)
    connection.execute(insert(coming).from_select(list(coming.c.keys()), own.where(_taken.file_id == file_id)))
    connection.execute(text(f"analyze {coming.name}"))


def payloads(file_id: int, numbers: Select[Any]) -> Any:
    """The statement that keeps what the file's messages with these numbers, each once, say."""
    wanted = numbers.subquery("wanted")
    said = and_(_sent.file_id == file_id, _sent.position == coming.c.position)
    rows = select(coming.c.number, _sent.payload).join_from(coming, staged_message, said)
    rows = rows.join(wanted, wanted.c.number == coming.c.number)
    return insert(network_payload).from_select(["number", "payload"], rows)


def count(connection: Connection, file_id: int) -> None:
    """Write down how many messages of the file there are per service, and how many nobody had to hear of."""
    nobody = func.count().filter(network_payload.c.number.is_(None))
    rows = (
        select(_taken.file_id, _taken.network_service, func.count(), nobody)
        .outerjoin_from(network_message, network_payload, network_payload.c.number == _taken.id)
        .where(_taken.file_id == file_id)
        .group_by(_taken.file_id, _taken.network_service)
    )
    names = ["file_id", "network_service", "messages", "not_routed"]
    connection.execute(insert(routed_file).from_select(names, rows))


def routed(connection: Connection, file_id: int) -> list[Row[Any]]:
    """What became of a file's messages, per service."""
    statement = select(routed_file).where(routed_file.c.file_id == file_id)
    return list(connection.execute(statement.order_by(routed_file.c.network_service)))


def refused_payloads(connection: Connection, file_id: int) -> Iterator[Row[Any]]:
    """(position, findings) of the messages that fail because their payload does not follow its schema, in order."""
    refused = and_(_sent.position == judged.c.position, judged.c.code == PAYLOAD_REFUSED)
    statement = select(_sent.position, _sent.findings).join_from(staged_message, judged, refused)
    statement = statement.where(_sent.file_id == file_id).order_by(_sent.position)
    return iter(connection.execute(statement.execution_options(yield_per=10_000)))
