"""Seconds per station, and memory, for one large replacement list over a register that is full.

Run as ``python bench/replacements.py [events] [lines]``. The persons and lines are made in the database, of twenty
organisations; nine events in ten replace a number, one in ten lengthens such a chain, and half of the lines meet others
of their organisation. A second list then revokes one replacement in ten.
"""

import atexit
import os
import resource
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, text

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from making import SOURCE, Event, file_name, send_replacements, ssin  # noqa: E402

ORGANISATIONS = [f"{number}{97 - number % 97:02d}" for number in range(10_000_001, 10_000_021)]
LINES_EACH = 8
STATIONS = ("claim", "admit", "apply", "answer")
SSIN = """create function pg_temp.ssin(number bigint) returns bigint immutable language sql as $$
    select first * 100 + 97 - first % 97 from (
        select 800000000 + (61 + number / 28 / 997 % 12) * 100000 + (number % 28 + 1) * 1000 + number / 28 % 997 + 1
    ) as digits(first) $$"""
PERSONS = """insert into person
    select pg_temp.ssin(number), 'BIS', 'Peeters', '{An}', 'peeters', '{an}', '1980-01-01', 'F', null, false, '{}', 0
    from generate_series(0, :persons - 1) number"""
RECORDS = """insert into operation (organisation, ssin, dossier_type, registers, start, stop, file_id, position)
    select organisation, pg_temp.ssin(number % :persons), id, true, begun, begun + 900, 0, number
    from generate_series(0, :lines - 1) number
    cross join lateral (select number / :persons as turn, date '2000-01-01'
        + (number / :persons % 2 * 4000 + abs(hashint8(number % :persons)::bigint) % 3000)::integer as begun) drawn
    join dossier_type on id = 1 + (number % :persons + turn / 2 * 7) % 20"""
LINES = "insert into line select organisation, ssin, dossier_type, start, stop from operation"


def main(events: int, lines: int) -> None:
    home = Path(tempfile.mkdtemp(prefix="raas-bench-"))
    os.environ["RAAS_HOME"] = str(home)
    atexit.register(shutil.rmtree, home, ignore_errors=True)  # runs after the server has stopped
    _prepare(lines)
    for sequence, listed in ((1, _replacements(events)), (2, _revocations(events))):
        _apart(home, sequence, listed)
        size = (home / "inbox" / SOURCE / file_name("RPL", SOURCE, sequence)).stat().st_size / 1e6
        count = events if sequence == 1 else events // 10
        print(f"list {sequence}: {count:,} {'replacements' if sequence == 1 else 'revocations'}, {size:,.1f} MB")
        _through(count, size)
    _prove()


def _prepare(lines: int) -> None:
    """A register in which every person has eight lines: two in each of four organisations."""
    from raas_batch.store import organisations
    from raas_batch.store.engine import engine
    from raas_batch.store.migrate import upgrade

    begin = perf_counter()
    upgrade(engine())
    with engine().begin() as connection:
        organisations.add(connection, SOURCE, "Authentic source", "AUTHENTIC_SOURCE")
        for number in ORGANISATIONS:
            organisations.add(connection, number, number, "USER")
            organisations.add_dossier_type(connection, number, "EMPLOYEE", "Employee", date(2000, 1, 1), None)
        _fill(connection, lines)
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze"))
    print(f"register of {lines:,} lines: {perf_counter() - begin:.1f} s")


def _fill(connection: Connection, lines: int) -> None:
    connection.execute(text(SSIN))
    assert connection.scalar(text("select pg_temp.ssin(123456)")) == int(ssin(123_456))
    for statement in (PERSONS, RECORDS, LINES):
        connection.execute(text(statement), {"persons": lines // LINES_EACH, "lines": lines})


def _replacements(count: int) -> Iterator[Event]:
    """Each number by the one ``count`` further; the first tenth of those by the one ``count`` further again."""
    for number in (*range(count * 9 // 10), *range(count, count + count // 10)):
        yield Event("replaced", f"E{number}", ssin=ssin(number), replaced_by=ssin(number + count))


def _revocations(count: int) -> Iterator[Event]:
    for number in range(count // 10):
        yield Event("revoked", f"R{number}", revoked_event_id=f"E{number * 9}")


def _apart(home: Path, sequence: int, events: Iterator[Event]) -> None:
    """Make a file in a process of its own, so that its memory is not taken for that of the stations."""
    process = os.fork()
    if process == 0:
        send_replacements(home, sequence, list(events))
        os._exit(0)
    assert os.waitpid(process, 0)[1] == 0


def _through(count: int, size: float) -> None:
    from raas_batch.replacement import stations

    given: Any = None
    total = 0.0
    for name in STATIONS:
        begin = perf_counter()
        given = getattr(stations, name)(*() if given is None else (given,))
        given = [file_id for batch in given for file_id in batch] if name == "claim" else given
        spent = perf_counter() - begin
        total += spent
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"  {name:8}{spent:8.2f} s {count / spent:12,.0f} rows/s {size / spent:8.1f} MB/s   peak {peak:,.0f} MB")
    print(f"  {'all':8}{total:8.2f} s {count / total:12,.0f} rows/s {size / total:8.1f} MB/s")


def _prove() -> None:
    """The lines are what the records say, event by event."""
    from raas_batch.store.engine import engine
    from raas_batch.store.verify import verify

    begin = perf_counter()
    with engine().connect() as connection:
        parts = list(verify(connection))
    assert not any(part.wrong or part.overlapping for part in parts)
    print(f"verified {sum(part.lines for part in parts):,} lines: {perf_counter() - begin:.1f} s")


if __name__ == "__main__":
    numbers_given = [int(argument) for argument in sys.argv[1:]]
    main(*(*numbers_given, *(100_000, 2_000_000)[len(numbers_given) :]))
