"""What organisations used, counted from what is kept for ever: the only module that counts for billing.

A received file counts on the Belgian day on which the journal says it was answered, with its records, its bytes and the
bytes of our answers to it. A daily file counts on the day it tells of, a base file on the day it was written, both as
the disclosure ledger has them. One statement per source, grouped by organisation and day; nothing of it names a person.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Connection, Date, Select, and_, cast, func, insert, select, text

from raas_batch.periods import Period
from raas_batch.settings import BRUSSELS
from raas_batch.states import State
from raas_batch.store.tables import asked_file, daily_file, file, journal, ledger_entry, sent_file, staged_request

SUPPLY = ("POP", "RPL", "MUT", "NET")
"""Flows that feed the register: their senders supply, they do not use."""
RECORDS = {"REG": "records", "REC": "list_lines", "CON": "consultations"}
"""What the records of a flow count as; those of PER are counted by what they ask."""
REQUESTS = {"search": "searches", "create": "creations", "update": "updates"}
ITEMS = {"NRP": "notices", "NMU": "notices", "NNE": "network_messages"}
BASE = "BAS"

_told, _entry, _sent = daily_file.c, ledger_entry.c, sent_file.c


class Count(NamedTuple):
    """How much of something an organisation used on a day."""

    organisation: str
    day: date
    what: str
    quantity: int


class Window(NamedTuple):
    """The days that are counted, and the environment of the files."""

    days: Period
    environment: str

    def holds(self, moment: ColumnElement[datetime]) -> ColumnElement[bool]:
        """Whether a moment lies in these days, as Belgium counts them."""
        return and_(moment >= begin_of(self.days.start), moment < begin_of(self.days.stop))


def begin_of(day: date) -> datetime:
    """The moment at which a day begins in Belgium."""
    return datetime.combine(day, time(), BRUSSELS)


def note_requests(connection: Connection, file_id: int) -> None:
    """Keep how many records of each kind a PER file holds, before they are no longer staged."""
    mine = staged_request.c.file_id == file_id
    kinds = select(staged_request.c.file_id, staged_request.c.kind, func.count()).where(mine)
    rows = kinds.group_by(staged_request.c.file_id, staged_request.c.kind)
    connection.execute(insert(asked_file).from_select(["file_id", "kind", "requests"], rows))


def counted(connection: Connection, window: Window) -> Iterator[Count]:
    """Everything that was used in these days. What is not there was not used."""
    yield from _received(connection, window)
    for who, day, kind, requests in connection.execute(_asked(window)):
        yield Count(who, day, REQUESTS[kind], requests)
    for who, day, size in connection.execute(_answers(window)):
        yield Count(who, day, "bytes_out", size)
    for statement in (_daily(window), _base(window)):
        for who, day, flow, files, items, size in connection.execute(statement):
            yield Count(who, day, "base_files" if flow == BASE else "daily_files", files)
            yield Count(who, day, "bytes_out", size)
            if flow in ITEMS:
                yield Count(who, day, ITEMS[flow], items)


def oldest_transaction(connection: Connection) -> datetime | None:
    """When the oldest transaction of others began that runs now: what it writes is not seen yet."""
    others = "datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()"
    statement = text(f"select min(xact_start) from pg_stat_activity where {others}")  # noqa: S608  # no value in it
    return connection.execute(statement).scalar_one()  # type: ignore[no-any-return]  # a moment, by its column


def _received(connection: Connection, window: Window) -> Iterator[Count]:
    for who, day, flow, files, records, size in connection.execute(_answered(window)):
        supplies = flow in SUPPLY
        yield Count(who, day, "supplied_files" if supplies else "files", files)
        yield Count(who, day, "supplied_bytes" if supplies else "bytes_in", size)
        if supplies or flow in RECORDS:
            yield Count(who, day, "supplied_records" if supplies else RECORDS[flow], records)


def _answered(window: Window) -> Select[Any]:
    key = file.c.sender, _day(journal.c.moment), file.c.flow
    sums = func.count(), _sum(file.c.read), _sum(file.c.size)
    return _of_answered(select(*key, *sums), window).group_by(*key)


def _asked(window: Window) -> Select[Any]:
    key = file.c.sender, _day(journal.c.moment), asked_file.c.kind
    rows = _of_answered(select(*key, _sum(asked_file.c.requests)), window)
    return rows.join(asked_file, asked_file.c.file_id == file.c.id).group_by(*key)


def _answers(window: Window) -> Select[Any]:
    """The bytes of our answers to files of users; all were written before the file was answered."""
    key = file.c.sender, _day(journal.c.moment)
    rows = _of_answered(select(*key, _sum(_sent.size)), window)
    return rows.join(sent_file, _sent.about_file_id == file.c.id).where(file.c.flow.not_in(SUPPLY)).group_by(*key)


def _of_answered(columns: Select[Any], window: Window) -> Select[Any]:
    """A file is answered once and for ever, at the moment that the database wrote down."""
    answered = journal.c.state == State.ANSWERED, window.holds(journal.c.moment)
    rows = columns.select_from(journal).join(file, file.c.id == journal.c.file_id)
    return rows.where(*answered, file.c.environment == window.environment)


def _daily(window: Window) -> Select[Any]:
    of_days = _told.day >= window.days.start, _told.day < window.days.stop
    rows = _left(_told.day, window).join(daily_file, _told.sent_file_id == _sent.id).where(*of_days)
    return rows.group_by(_sent.receiver, _told.day, _sent.flow)


def _base(window: Window) -> Select[Any]:
    day = _day(_sent.written_at)
    rows = _left(day, window).where(_sent.flow == BASE, window.holds(_sent.written_at))
    return rows.group_by(_sent.receiver, day, _sent.flow)


def _left(day: ColumnElement[date], window: Window) -> Select[Any]:
    """Files that are in the ledger: receiver, day, flow, how many, their items, their bytes."""
    sums = func.count(), _sum(_entry.item_count), _sum(_sent.size)
    rows = select(_sent.receiver, day, _sent.flow, *sums).select_from(sent_file)
    return rows.join(ledger_entry, _entry.sent_file_id == _sent.id).where(_sent.environment == window.environment)


def _day(moment: ColumnElement[datetime]) -> ColumnElement[date]:
    return cast(func.timezone(str(BRUSSELS), moment), Date)


def _sum(column: ColumnElement[Any]) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(column), 0), BigInteger)
