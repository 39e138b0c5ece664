"""Seconds, and memory, to write down and to tell a million notices: many organisations that know the same persons.

Run as ``python bench/notices.py [organisations] [events]``. Every organisation has a line for every person and hears of
changed data (NMU) and of replaced numbers (NRP). First each person's name and address change, then each number is
replaced: so either service has organisations times events notices. The files are then judged by xmllint, for scale,
where it is installed.
"""

import atexit
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, text

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from making import SOURCE, Event, send_replacements, ssin  # noqa: E402

SSIN = """create or replace function pg_temp.ssin(number bigint) returns bigint immutable language sql as $$
    select first * 100 + 97 - first % 97 from (
        select 800000000 + (61 + number / 28 / 997 % 12) * 100000 + (number % 28 + 1) * 1000 + number / 28 % 997 + 1
    ) as digits(first) $$"""
PERSONS = """insert into person
    select pg_temp.ssin(number), 'BIS', 'Peeters', '{An}', 'peeters', '{an}', '1980-01-01', 'F', null, false, '{}', 0
    from generate_series(0, 2 * :events - 1) number"""
LINES = """insert into line
    select organisation, pg_temp.ssin(number), id, date '2015-01-01' + (number % 2000)::integer, '9999-12-31'
    from dossier_type cross join generate_series(0, :events - 1) number order by 1, 2"""
MUTATIONS = """insert into mutation_event (event_id, event_date, ssin, correction, data_groups, file_id)
    select 'M' || number, date '2026-11-20', pg_temp.ssin(number), false, jsonb_build_object(
        'name', jsonb_build_object('lastName', 'Peeters-Maes', 'firstName', jsonb_build_array('An', 'Lou')),
        'address', jsonb_build_object('countryCode', '150', 'cityCode', '21004', 'postalCode', '1000',
            'street', 'Kerkstraat', 'houseNumber', number::text)), 1
    from generate_series(0, :events - 1) number"""


def main(organisations: int, events: int) -> None:
    home = Path(tempfile.mkdtemp(prefix="raas-bench-"))
    os.environ["RAAS_HOME"] = str(home)
    atexit.register(shutil.rmtree, home, ignore_errors=True)  # runs after the server has stopped
    subscribed = _prepare(organisations, events)
    for service, tell in (("NMU", _tell_mutations), ("NRP", _tell_moves)):
        print(f"{service}: {organisations} organisations, {events:,} events, {organisations * events:,} notices")
        tell(home, organisations, events)
        _emit(home, service, subscribed[service], organisations * events)


def _prepare(organisations: int, events: int) -> dict[str, list[int]]:
    """A register in which everybody knows everybody; the subscriptions by service."""
    from raas_batch.store.engine import engine
    from raas_batch.store.migrate import upgrade

    begin = perf_counter()
    upgrade(engine())
    with engine().begin() as connection:
        subscribed = _subscribe(connection, organisations)
        for statement in (SSIN, PERSONS, LINES):
            connection.execute(text(statement), {"events": events})
        assert connection.scalar(text("select pg_temp.ssin(12345)")) == int(ssin(12_345))
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze"))
    print(f"register of {organisations * events:,} lines: {perf_counter() - begin:.1f} s")
    return subscribed


def _subscribe(connection: Connection, count: int) -> dict[str, list[int]]:
    from raas_batch.store import organisations, subscriptions

    subscribed: dict[str, list[int]] = {service: [] for service in subscriptions.DAILY}
    organisations.add(connection, SOURCE, "Authentic source", "AUTHENTIC_SOURCE")
    for number in range(10_000_001, 10_000_001 + count):
        cbe_number = f"{number}{97 - number % 97:02d}"
        organisations.add(connection, cbe_number, cbe_number, "USER")
        organisations.add_dossier_type(connection, cbe_number, "EMPLOYEE", "Employee", date(2000, 1, 1), None)
        for service, own in subscribed.items():
            wanted = subscriptions.Wanted(cbe_number, service, "CSI/2026/145", date(2020, 1, 1))
            own.append(subscriptions.add(connection, wanted, _today()))
    return subscribed


def _tell_mutations(_: Path, organisations: int, events: int) -> None:
    from raas_batch.settings import Settings
    from raas_batch.store import notices
    from raas_batch.store.engine import engine

    with engine().begin() as connection:
        connection.execute(text(SSIN))
        connection.execute(text(MUTATIONS), {"events": events})
        with _timed("tell", organisations * events):
            notices.tell_mutations(connection, 1, _today(), Settings())


def _tell_moves(home: Path, organisations: int, events: int) -> None:
    """A list that replaces every number; apply moves the lines and writes the notices down."""
    from raas_batch.replacement import stations

    process = os.fork()  # so that making the list is not taken for memory of the stations
    if process == 0:
        send_replacements(
            home, 1, [Event("replaced", f"E{n}", ssin=ssin(n), replaced_by=ssin(n + events)) for n in range(events)]
        )
        os._exit(0)
    assert os.waitpid(process, 0)[1] == 0
    file_ids = stations.admit([file_id for batch in stations.claim() for file_id in batch])
    with _timed("apply", organisations * events):
        stations.apply(file_ids)


def _emit(home: Path, service: str, subscribed: list[int], count: int) -> None:
    from raas_batch.subscription import stations

    written = [0.0]
    with _timed("emit", count, written):
        stations.emit(subscribed, _today())
        files = [path for path in home.glob(f"outbox/*/{service}.*.xml") if ".voucher." not in path.name]
        written[0] = sum(path.stat().st_size for path in files) / 1e6
    print(f"  {len(files)} files of {written[0]:,.1f} MB together")
    if shutil.which("xmllint") is None:
        return
    with _timed("xmllint", count, written):
        schema = str(ROOT / "xsd" / "v1" / f"{service.lower()}.xsd")
        for path in files:
            command = ["xmllint", "--noout", "--stream", "--schema", schema, str(path)]
            subprocess.run(command, check=True, capture_output=True)


@contextmanager
def _timed(name: str, count: int, size: Any = ()) -> Iterator[None]:
    """Print what the block took; ``size`` holds MB, once they are known."""
    begin = perf_counter()
    yield
    spent = perf_counter() - begin
    speed = "".join(f"{megabytes / spent:8.1f} MB/s" for megabytes in size)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {name:8}{spent:8.2f} s {count / spent:12,.0f} rows/s   peak {peak:,.0f} MB {speed}", flush=True)


def _today() -> date:
    from raas_batch.settings import BRUSSELS

    return datetime.now(BRUSSELS).date()


if __name__ == "__main__":
    numbers_given = [int(argument) for argument in sys.argv[1:]]
    main(*(*numbers_given, *(50, 20_000)[len(numbers_given) :]))
