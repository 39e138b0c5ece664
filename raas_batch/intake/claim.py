"""Takes files from the inboxes: out of the sender's reach, into the archive, entered as RECEIVED, then let go.

A crash between any two of these leaves the file among the claimed ones; the next claim enters it, or only lets it go
when it was entered already.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, or_, select, true, update

from raas_batch import codes
from raas_batch.exchange import archive, durable, inbox
from raas_batch.exchange.inbox import Arrival
from raas_batch.findings import Finding, Findings
from raas_batch.intake import answers
from raas_batch.isolation import each, failure, tried
from raas_batch.settings import BRUSSELS, Settings, installation
from raas_batch.states import State
from raas_batch.store import files, locks, organisations
from raas_batch.store.engine import engine
from raas_batch.store.tables import file, sent_file
from raas_batch.vouchers import FileName

MOST_BATCHES = 16
LONGEST_WRITING = timedelta(hours=24)
"""What was being written for so long was left by a process that died."""

_UNFINISHED = (State.RECEIVED, State.ACCEPTED, State.PARKED, State.APPLIED)


def claim(
    flows: Collection[str], others: Collection[str] | None = None, moment: datetime | None = None
) -> list[list[int]]:
    """Take what lies in every inbox, then return the unfinished files of these flows: ``take_in``, ``waiting``."""
    take_in(moment)
    return waiting(flows, others)


def waiting(flows: Collection[str], others: Collection[str] | None = None) -> list[list[int]]:
    """The unfinished files of these flows, in at most 16 batches.

    ``others`` given: files of a flow in neither collection are returned too, to be refused. The files of one sender
    are in one batch, in order; so are files that an earlier run left unfinished.
    """
    with engine().connect() as connection:
        return _batches(_unfinished(connection, flows, others))


def take_in(moment: datetime | None = None) -> None:
    """Take what lies in every inbox, whatever its flow.

    Raises StationFailed when a file of an authentic source cannot be taken: what came after it must not be judged by
    a mirror that lags behind. One organisation's own trouble is told in the log and stops only its own files.
    """
    settings, moment = installation(), moment or datetime.now(BRUSSELS)
    database = engine(settings)
    for place in (settings.archive, settings.outbox):
        durable.sweep(place, before=moment - LONGEST_WRITING)
    owners = inbox.owners(settings.inbox)
    failed = tried("claim", owners, lambda owner: _claim_of(database, settings, owner, moment))
    with database.connect() as connection:
        sources = {key: e for key, e in failed.items() if organisations.is_authentic_source(connection, str(key))}
    if sources:
        raise failure("claim", sources)


def _claim_of(database: Engine, settings: Settings, owner: str, moment: datetime) -> None:
    with locks.alone_if_free(database, locks.Purpose.INBOX, owner) as mine:
        if not mine:
            return
        _let_go_of_entered(database, settings, owner)
        left = inbox.claimed(settings.inbox, owner)
        names = {found.name for found in left}  # what came under such a name since is for the next claim
        waiting = [*left, *(found for found in inbox.arrivals(settings.inbox, owner) if found.name not in names)]
        ripe = [found for found in waiting if found.is_whole or moment - found.since > settings.voucher_patience]
        each("claim", ripe, lambda arrival: _take(database, settings, arrival, moment))


def _take(database: Engine, settings: Settings, arrival: Arrival, moment: datetime) -> None:
    taken = inbox.claim(settings.inbox, arrival)
    with database.begin() as connection:
        file_id = _enter(connection, settings, taken, moment)
    _let_go(database, settings, taken.owner, taken.name, file_id)


def _enter(connection: Connection, settings: Settings, arrival: Arrival, moment: datetime) -> int:
    """Archive the parts that are there and enter the file; one whose other part never came is refused at once."""
    kept = arrival.file and archive.keep(settings.archive, arrival.file)
    voucher = arrival.voucher and archive.keep(settings.archive, arrival.voucher)
    name = FileName.read(arrival.name)
    file_id = files.received(
        connection,
        sender=arrival.owner,
        name=arrival.name,
        flow=name and name.flow,
        environment=name and name.environment,
        sha256=kept and kept.sha256,
        size=kept and kept.size,
        voucher_sha256=voucher and voucher.sha256,
        received_at=moment,
    )
    if not arrival.is_whole:
        _refuse_alone(connection, settings, file_id, arrival, moment)
    return file_id


def _refuse_alone(connection: Connection, settings: Settings, file_id: int, arrival: Arrival, moment: datetime) -> None:
    hours = int((moment - arrival.since).total_seconds() // 3600)
    lacking = (codes.VOUCHER_MISSING, "voucher") if arrival.voucher is None else (codes.FILE_MISSING, "file")
    findings = Findings(settings.finding_limit)
    findings.add(Finding(lacking[0], f"it lay {hours} hours in the inbox without its {lacking[1]}"))
    row = files.locked(connection, file_id)
    files.list_findings(connection, file_id, findings)
    files.move(connection, row, State.REFUSED)
    answers.acknowledge(connection, settings, row, State.REFUSED, findings, moment)


def _let_go(database: Engine, settings: Settings, owner: str, name: str, file_id: int) -> None:
    inbox.let_go(settings.inbox, owner, name)
    with database.begin() as connection:
        connection.execute(update(file).where(file.c.id == file_id).values(inbox_emptied=True))


def _let_go_of_entered(database: Engine, settings: Settings, owner: str) -> None:
    """Let go of files that a claim entered just before it died."""
    with database.connect() as connection:
        left = connection.execute(select(file).where(file.c.sender == owner, ~file.c.inbox_emptied)).all()
    for row in left:
        _let_go(database, settings, owner, row.name, row.id)


def _unfinished(connection: Connection, flows: Collection[str], others: Collection[str] | None) -> list[Row[Any]]:
    mine: ColumnElement[bool] = file.c.flow.in_(list(flows))
    if others is not None:
        mine = or_(mine, file.c.flow.is_(None), file.c.flow.not_in(list(others)))
    to_publish = select(true()).where(sent_file.c.about_file_id == file.c.id, sent_file.c.published_at.is_(None))
    unfinished = or_(file.c.state.in_(_UNFINISHED), to_publish.exists())
    statement = select(file.c.id, file.c.sender).where(mine, unfinished)
    return list(connection.execute(statement.order_by(file.c.sender, file.c.name, file.c.id)))


def _batches(rows: list[Row[Any]]) -> list[list[int]]:
    """Spread whole senders over the batches, the next sender to the batch that has the fewest files."""
    batches: list[list[int]] = [[] for _ in range(MOST_BATCHES)]
    for _, group in groupby(rows, key=lambda row: row.sender):
        min(batches, key=len).extend(row.id for row in group)
    return [batch for batch in batches if batch]
