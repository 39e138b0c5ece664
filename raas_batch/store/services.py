"""The services of the network whose messages are routed, and their schemas, each kept for ever, byte for byte."""

import hashlib
import re
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from raas_batch.errors import Failure, WrongUse
from raas_batch.store import organisations
from raas_batch.store.tables import network_schema, network_schema_file, network_service, routed_file
from raas_batch.xml import given
from raas_batch.xml.schemas import Given

_CODE = re.compile(r"[A-Z][A-Z0-9_]{1,31}")
"""As ``NetworkServiceType`` of ``xsd/v1/common.xsd``."""
_service, _schema, _file = network_service.c, network_schema.c, network_schema_file.c


class UnknownService(Failure):
    """No service of the network has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"service {code} is not known; register it with `raas service add`")


class Registered(NamedTuple):
    """A service as messages are held against it: who sends it, and its schema that holds now."""

    code: str
    sender: str
    namespace: str
    schema_id: int
    schema: Given


def add(connection: Connection, code: str, label: str, sender: str, schema: Given) -> str:
    """Register a service, or change its label, sender or schema. Returns the SHA-256 of the schema.

    A schema that is given again stays the same one; another one takes its place for messages admitted from now on.
    """
    if not _CODE.fullmatch(code):
        raise WrongUse(f"{code} is not the code of a service: 2 to 32 capitals, digits or _, a capital first")
    if organisations.require(connection, sender).role != organisations.NETWORK_SERVICE:
        raise WrongUse(f"{sender} has not the role {organisations.NETWORK_SERVICE}, which sends network messages")
    said = {"sender": sender, "label": label}
    statement = upsert(network_service).values(code=code, **said)
    connection.execute(statement.on_conflict_do_update(index_elements=[_service.code], set_=said))
    known = find(connection, code)
    if known is None or known.schema != schema:
        _keep(connection, code, schema)
    return _sha256(schema.files[0][1])


def require(connection: Connection, code: str) -> Registered:
    """The service with this code. Raises UnknownService."""
    found = find(connection, code)
    if found is None:
        raise UnknownService(code)
    return found


def find(connection: Connection, code: str) -> Registered | None:
    """The service with this code."""
    return registered(connection).get(code)


def registered(connection: Connection) -> dict[str, Registered]:
    """All services by their code, each with its schema: a few queries, however many there are."""
    newest = select(func.max(_schema.id)).group_by(_schema.network_service)
    current = network_schema.join(network_service, _service.code == _schema.network_service)
    columns = _service.code, _service.sender, _schema.namespace, _schema.id
    services = connection.execute(select(*columns).select_from(current).where(_schema.id.in_(newest))).all()
    files: dict[int, list[tuple[str, bytes]]] = {}
    statement = select(_file.schema_id, _file.name, _file.content).where(_file.schema_id.in_(newest))
    for row in connection.execute(statement.order_by(_file.schema_id, _file.place)):
        files.setdefault(row.schema_id, []).append((row.name, bytes(row.content)))
    return {row.code: Registered(*row, Given(tuple(files[row.id]))) for row in services}


def listed(connection: Connection) -> list[Row[Any]]:
    """Every service by its code: label, sender, its schema's hash and since when, messages taken, and not routed."""
    newest = select(func.max(_schema.id)).group_by(_schema.network_service)
    counted = (
        select(
            routed_file.c.network_service.label("code"),
            func.sum(routed_file.c.messages).label("messages"),
            func.sum(routed_file.c.not_routed).label("not_routed"),
        )
        .group_by(routed_file.c.network_service)
        .subquery("counted")
    )
    columns = (
        _service.code, _service.label, _service.sender, _schema.sha256, _schema.registered_at,
        func.coalesce(counted.c.messages, 0).label("messages"),
        func.coalesce(counted.c.not_routed, 0).label("not_routed"),
    )  # fmt: skip
    joined = network_service.join(network_schema, _schema.network_service == _service.code)
    rows = select(*columns).select_from(joined.outerjoin(counted, counted.c.code == _service.code))
    return list(connection.execute(rows.where(_schema.id.in_(newest)).order_by(_service.code)))


def _keep(connection: Connection, code: str, schema: Given) -> None:
    values = {"network_service": code, "namespace": given.namespace(schema), "sha256": _sha256(schema.files[0][1])}
    schema_id: int = connection.execute(insert(network_schema).values(**values).returning(_schema.id)).scalar_one()
    files = [
        {"schema_id": schema_id, "place": place, "name": name, "sha256": _sha256(content), "content": content}
        for place, (name, content) in enumerate(schema.files)
    ]
    connection.execute(insert(network_schema_file), files)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
