"""Seconds, and memory, from a file of network messages to the daily files: admit, apply with its routing, emit.

Run as ``python bench/network.py [messages] [lines] [subscriptions]``. Each organisation has its share of the lines, one
per person it knows, and one subscription to the service; the persons are known to ten organisations each. Of the
messages one in ten is about a day that no line covers.
"""

import atexit
import os
import resource
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from time import perf_counter

from sqlalchemy import Connection, text

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from making import NETWORK, Message, drop, file_name, messages, ssin, voucher  # noqa: E402
from register import ALL_KNOWN  # noqa: E402

KNOWN_TO = 10
"""How many organisations know a person."""
SSIN = """create or replace function pg_temp.ssin(number bigint) returns bigint immutable language sql as $$
    select first * 100 + 97 - first % 97 from (
        select 800000000 + (61 + number / 28 / 997 % 12) * 100000 + (number % 28 + 1) * 1000 + number / 28 % 997 + 1
    ) as digits(first) $$"""
PERSONS = """insert into person
    select pg_temp.ssin(number), 'BIS', 'Peeters', '{An}', 'peeters', '{an}', '1980-01-01', 'F', null, false, '{}', 0
    from generate_series(0, :persons - 1) number"""
LINES = """insert into line
    select organisation, pg_temp.ssin(number), id, '2015-01-01', '9999-12-31'
    from (select *, row_number() over (order by organisation) - 1 as place from dossier_type) kind
    cross join generate_series(0, :persons - 1) number
    where (place + number) % :organisations < :known_to order by 1, 2"""


def main(count: int, lines: int, subscribed: int) -> None:
    home = Path(tempfile.mkdtemp(prefix="raas-bench-"))
    os.environ["RAAS_HOME"] = str(home)
    atexit.register(shutil.rmtree, home, ignore_errors=True)  # runs after the server has stopped
    persons = lines // KNOWN_TO
    subscriptions = _prepare(persons, subscribed)
    _send(home, count, persons)
    _take(count, subscriptions)
    size = sum(path.stat().st_size for path in home.glob("outbox/*/NNE.*.T.xml")) / 1e6
    print(f"  {len(list(home.glob('outbox/*/NNE.*.T.xml')))} files of {size:,.1f} MB together")


def _take(count: int, subscriptions: list[int]) -> None:
    from raas_batch.network import stations
    from raas_batch.store.engine import engine
    from raas_batch.subscription import stations as night

    file_ids = [file_id for batch in stations.claim() for file_id in batch]
    with _timed("admit", count, "messages"):
        stations.admit(file_ids)
    with _timed("apply", count, "messages"):
        stations.apply(file_ids)
    with engine().connect() as connection:
        notices = connection.execute(text("select count(*) from notice")).scalar_one()
        counted = connection.execute(text("select messages, not_routed from routed_file")).one()
    print(f"  {counted.messages:,} messages, {counted.not_routed:,} not routed, {notices:,} notices")
    with _timed("emit", notices, "notices"):
        night.emit(subscriptions, _today())


def _prepare(persons: int, count: int) -> list[int]:
    """The register; the numbers of the subscriptions."""
    from raas_batch.store.engine import engine
    from raas_batch.store.migrate import upgrade

    begin = perf_counter()
    upgrade(engine())
    with engine().begin() as connection:
        subscribed = _subscribe(connection, count)
        connection.execute(text(SSIN))
        assert connection.scalar(text("select pg_temp.ssin(12345)")) == int(ssin(12_345))
        connection.execute(text(PERSONS), {"persons": persons})
        values = {"persons": persons, "organisations": count, "known_to": KNOWN_TO}
        lines = connection.execute(text(LINES), values).rowcount
        connection.execute(text(ALL_KNOWN))
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze"))
    print(f"register of {lines:,} lines of {persons:,} persons: {perf_counter() - begin:.1f} s")
    return subscribed


def _subscribe(connection: Connection, count: int) -> list[int]:
    from raas_batch.store import organisations, services, subscriptions
    from raas_batch.xml import given

    organisations.add(connection, NETWORK, "Network", "NETWORK_SERVICE")
    services.add(connection, "DIMONA", "Dimona", NETWORK, given.read(ROOT / "xsd" / "v1" / "dimona.xsd"))
    subscribed = []
    for number in range(10_000_001, 10_000_001 + count):
        cbe_number = f"{number}{97 - number % 97:02d}"
        organisations.add(connection, cbe_number, cbe_number, "USER")
        organisations.add_dossier_type(connection, cbe_number, "EMPLOYEE", "Employee", date(2000, 1, 1), None)
        wanted = subscriptions.Wanted(cbe_number, "NNE", "CSI/2026/145", date(2020, 1, 1), network_service="DIMONA")
        subscribed.append(subscriptions.add(connection, wanted, _today()))
    return subscribed


def _send(home: Path, count: int, persons: int) -> None:
    """In a process of its own, so that making the file is not taken for memory of the stations."""
    process = os.fork()
    if process == 0:
        told = (
            Message(f"M{n}", ssin(n * 7919 % persons), "2014-06-01" if n % 10 == 0 else "2026-11-20")
            for n in range(count)
        )
        name = file_name("NET", NETWORK, 1)
        content = messages(1, told)
        drop(home, NETWORK, name, content, voucher(name, content, count))
        print(f"file of {count:,} messages, {len(content) / 1e6:,.1f} MB", flush=True)
        os._exit(0)
    assert os.waitpid(process, 0)[1] == 0


@contextmanager
def _timed(name: str, count: int, unit: str) -> Iterator[None]:
    begin = perf_counter()
    yield
    spent = perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {name:8}{spent:8.2f} s {count / spent:12,.0f} {unit}/s   peak {peak:,.0f} MB", flush=True)


def _today() -> date:
    from raas_batch.settings import BRUSSELS

    return datetime.now(BRUSSELS).date()


if __name__ == "__main__":
    numbers_given = [int(argument) for argument in sys.argv[1:]]
    main(*(*numbers_given, *(200_000, 2_000_000, 50)[len(numbers_given) :]))
