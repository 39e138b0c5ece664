"""A large register, made in the database: persons, organisations, and what each knows of whom, in log and lines.

Senders and crowd know every person; the fifty members know one in ten each, and subscribe to changed data.
"""

from datetime import date, datetime

from sqlalchemy import Connection, text

from raas_batch.settings import BRUSSELS
from raas_batch.ssin import with_check_digits
from raas_batch.store import organisations, subscriptions
from raas_batch.store.engine import engine
from raas_batch.store.migrate import upgrade

MOST_PERSONS = 60 * 12 * 28 * 997
SSIN = """create or replace function pg_temp.ssin(number bigint) returns bigint immutable language sql as $$
    select first * 100 + 97 - first % 97 from (
        select (30 + number / 334992) * 10000000 + (61 + number / 27916 % 12) * 100000
            + (number / 997 % 28 + 1) * 1000 + number % 997 + 1
    ) as digits(first) $$"""
PERSONS = """insert into person
    select pg_temp.ssin(number), 'BIS', 'Peeters', '{An}', 'peeters', '{an}', '1980-01-01', 'F', null, false, '{}', 0
    from generate_series(0, :persons - 1) number"""
PAST = (
    """insert into ssin_event (event_id, kind, event_date, ssin, replaced_by, file_id)
        select 'R' || number, 'REPLACED', '2020-01-01', pg_temp.ssin(:beyond + number), pg_temp.ssin(number), 0
        from generate_series(0, 9999) number""",
    "insert into replacement select ssin, replaced_by, replaced_by, 0 from ssin_event",
    """insert into ssin_event (event_id, kind, event_date, ssin, file_id)
        select 'C' || number, 'CANCELED', '2020-01-01', pg_temp.ssin(:beyond + number), 0
        from generate_series(10000, 10999) number""",
)
BEYOND = 10_000_000
"""From this number on are those that were replaced or canceled before; no file speaks of them."""
LINES = """insert into line
    select organisation, pg_temp.ssin(number), id, begun,
        case when number % 2 = 0 or :share > 1 then '9999-12-31' else begun + 900 end
    from dossier_type cross join generate_series(0, :persons - 1) number
    cross join lateral (select date '2000-01-01' + abs(hashint8(number)::bigint % 6000)::integer as begun) drawn
    where organisation = any(:knowing) and (number + organisation / 100) % :share = 0"""
LOG = """insert into operation_log
        (organisation, ssin, dossier_type, registers, start, stop, file_id, position, record_id)
    select organisation, ssin, dossier_type, true, start, stop, 0, 0, 'B' || ssin from line
    where organisation = any(:knowing)"""
KNOWS = "insert into knows select distinct ssin, organisation from line {where} order by ssin"
ALL_KNOWN, OF_THESE = KNOWS.format(where=""), KNOWS.format(where="where organisation = any(:knowing)")
FILE = """insert into file (id, sender, name, state, received_at, inbox_emptied, logged_after)
    values (0, 0, 'what came before', 'ANSWERED', now(), true, 0)"""
SLOW_TO_GROW = {
    "ix_person_search": "person using gin (search_keys(folded_last_name, folded_first_names, birth_date))",
    "ix_operation_log_key": "operation_log (organisation, ssin)",
}


def ssin(number: int) -> str:
    """An invented person's SSIN, month + 60: they ascend as the numbers do, from 0."""
    day, month = number // 997 % 28 + 1, number // 27_916 % 12 + 61
    digits = f"{30 + number // 334_992:02d}{month:02d}{day:02d}{number % 997 + 1:03d}"
    return with_check_digits(digits, born_2000=False)


def organisation(number: int) -> str:
    """The CBE number of an invented organisation, numbered from 0."""
    digits = 10_000_001 + number
    return f"{digits}{97 - digits % 97:02d}"


def make(source: str, persons: int) -> None:
    """A register with an authentic source and so many persons, whom nobody knows; some numbers were replaced."""
    assert persons <= BEYOND < MOST_PERSONS
    upgrade(engine())
    with engine().begin() as connection:
        organisations.add(connection, source, "Authentic source", "AUTHENTIC_SOURCE")
        connection.execute(text(SSIN))
        assert connection.scalar(text("select pg_temp.ssin(123456)")) == int(ssin(123_456))
        _without_indexes(connection, [(PERSONS, {"persons": persons}), (FILE, {})])
        for statement in PAST:
            connection.execute(text(statement), {"beyond": BEYOND} if ":beyond" in statement else {})
    _settle()


def grow(numbers: range, persons: int, share: int = 1, subscribed: bool = False) -> list[int]:
    """Add these organisations; each knows one person in ``share``. Returns their subscriptions to changed data."""
    with engine().begin() as connection:
        connection.execute(text(SSIN))
        for cbe_number in map(organisation, numbers):
            organisations.add(connection, cbe_number, cbe_number, "USER")
            organisations.add_dossier_type(connection, cbe_number, "EMPLOYEE", "Employee", date(2000, 1, 1), None)
        given = {"knowing": [int(organisation(number)) for number in numbers], "persons": persons, "share": share}
        knowing = {"knowing": given["knowing"]}
        _without_indexes(connection, [(LINES, given), (LOG, knowing), (OF_THESE, knowing)])
        found = [_subscribe(connection, organisation(number)) for number in numbers] if subscribed else []
    _settle()
    return found


def _subscribe(connection: Connection, cbe_number: str) -> int:
    wanted = subscriptions.Wanted(cbe_number, "NMU", "CSI/2026/145", date(2020, 1, 1))
    return subscriptions.add(connection, wanted, datetime.now(BRUSSELS).date())


def _without_indexes(connection: Connection, statements: list[tuple[str, dict[str, object]]]) -> None:
    connection.execute(text("set local maintenance_work_mem = '1GB'"))
    connection.execute(text("set local work_mem = '256MB'"))
    for name in SLOW_TO_GROW:
        connection.execute(text(f"drop index {name}"))
    for statement, given in statements:
        connection.execute(text(statement), given)
    for name, what in SLOW_TO_GROW.items():
        connection.execute(text(f"create index {name} on {what}"))


def _settle() -> None:
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze"))
        connection.execute(text("checkpoint"))
