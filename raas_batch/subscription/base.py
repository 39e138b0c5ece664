"""Writes a base file: all lines of an organisation, from which its daily files and our answers go on."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Select, func, literal, or_, select
from sqlalchemy.dialects.postgresql import array

from raas_batch import sending
from raas_batch.errors import Failure
from raas_batch.progress import step
from raas_batch.settings import BRUSSELS, Settings, installation
from raas_batch.store import digests, events, leaving, ledger, locks, numbering, sent, subscriptions
from raas_batch.store.engine import engine
from raas_batch.store.tables import dossier_type, line, person
from raas_batch.subscription import writer

FLOW = leaving.BASE_FILE
ANSWERS = "RSP"
"""What changes an organisation's lines besides replacements: its own files, which RSP answers."""


def write(cbe_number: str, moment: datetime | None = None) -> str:
    """Write and publish an organisation's base file, under its subscription to replaced SSINs. Returns its name.

    Raises Failure when it has none that is valid and not blocked. Its own files wait while its lines are read.
    """
    settings, moment = installation(), (moment or datetime.now(BRUSSELS)).astimezone(BRUSSELS)
    with engine(settings).begin() as connection:
        locks.alone(connection, locks.Purpose.REGISTER, cbe_number)
        locks.mirror(connection, changes=False)
        row = _subscription(connection, cbe_number, moment)
        number = sent.next_number(connection, cbe_number, FLOW, settings.environment)
        body = _body(connection, settings, row, moment)
        outgoing = sending.Outgoing(
            cbe_number, FLOW, settings.environment, settings.legal_context, number, moment.date(), moment
        )
        file = sending.written(settings, outgoing, body) | {"written_at": moment}
        file["id"] = sent.record(connection, **file)
        ledger.append(connection, file, row.legal_basis, _disclosed(cbe_number))
    with engine(settings).begin() as connection:
        _subscription(connection, cbe_number, moment)  # it may have been blocked meanwhile
        sending.publish(connection, settings, sent.waiting(connection, cbe_number, FLOW), moment)
    return str(file["name"])


def _subscription(connection: Connection, cbe_number: str, moment: datetime) -> Row[Any]:
    day = moment.date()
    found = subscriptions.valid(connection, cbe_number, subscriptions.REPLACEMENTS, day)
    if found is None:
        raise Failure(
            f"{cbe_number} has no subscription to {subscriptions.REPLACEMENTS} that is valid on {day} and not blocked; "
            "a base file is where its daily files begin: add one with `raas subscription add`"
        )
    return found


def _body(connection: Connection, settings: Settings, row: Row[Any], moment: datetime) -> sending.Body:
    day = moment.date()
    services = subscriptions.valid_daily_services(connection, row.organisation, day)
    continues = {
        flow: sent.next_number(connection, row.organisation, flow, settings.environment).sequence
        for flow in (*services, ANSWERS)
    }
    dossiers = _dossiers(_rows(connection, row.organisation))
    return writer.base_file(row.legal_basis, day, numbering.last(connection), continues, dossiers)


def _rows(connection: Connection, organisation: str) -> Iterator[Row[Any]]:
    count = sum(digest.lines for digest in digests.held(connection, organisation).values())
    with step(f"base file of {organisation}, lines", count) as advance:
        for rows in connection.execute(_lines(organisation).execution_options(yield_per=10_000)).partitions():
            yield from rows
            advance(len(rows))


def _dossiers(rows: Iterator[Row[Any]]) -> Iterator[tuple[str, bool, str, list[tuple[Any, Any]]]]:
    for (ssin, canceled, code), lines in groupby(rows, key=lambda row: (row.ssin, row.canceled, row.code)):
        yield ssin, canceled, code, [(line.start, line.stop) for line in lines]


def _lines(organisation: str) -> Select[Any]:
    canceled = or_(func.coalesce(person.c.canceled, False), events.is_canceled(line.c.ssin)).label("canceled")
    return (
        select(line.c.ssin, canceled, dossier_type.c.code, line.c.start, line.c.stop)
        .join(dossier_type, dossier_type.c.id == line.c.dossier_type)
        .outerjoin(person, person.c.ssin == line.c.ssin)
        .where(line.c.organisation == organisation)
        .order_by(line.c.ssin, dossier_type.c.code, line.c.start)
    )


def _disclosed(organisation: str) -> Select[Any]:
    known = select(line.c.ssin).where(line.c.organisation == organisation).distinct().subquery()
    position = func.row_number().over(order_by=known.c.ssin) - 1
    return select(position.label("position"), known.c.ssin, array([literal("lines")]).label("told"))
