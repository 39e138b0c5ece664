"""What workers and partitions change: files of several organisations at once, over a register of many lines.

Run as ``python bench/scaling.py [records] [persons] [organisations]``. Every organisation knows every person; then one,
two and four of them send a file of so many records each, which as many processes take through admit, apply and answer.
First with ``line`` as it is, then with ``line`` in 16 partitions by organisation.
Tells also what a line and an operation take on disk, indexes included: the figures of docs/scaling.md.
"""

import atexit
import os
import random
import shutil
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

from sqlalchemy import text

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "bench")]

from making import SOURCE, Record, send_registrations  # noqa: E402

PARTITIONS = 16
WORKERS = (1, 2, 4)
PARTITIONED = (
    "drop table line cascade",
    """create table line (organisation bigint, ssin bigint, dossier_type integer, start date, stop date not null,
       check (start < stop), primary key (organisation, ssin, dossier_type, start)) partition by hash (organisation)""",
    *(
        f"create table line_{part} partition of line for values with (modulus {PARTITIONS}, remainder {part}) "
        "with (fillfactor = 90)"
        for part in range(PARTITIONS)
    ),
)


def main(records: int, persons: int, organisations: int) -> None:
    for partitioned in (False, True):
        home = Path(tempfile.mkdtemp(prefix="raas-bench-"))
        os.environ["RAAS_HOME"] = str(home)
        atexit.register(shutil.rmtree, home, ignore_errors=True)  # runs after the server has stopped
        known = prepare(persons, organisations, partitioned)
        form = f"{PARTITIONS} partitions" if partitioned else "one table"
        for sequence, workers in enumerate(WORKERS, start=1):
            senders = known[:workers]
            for sender in known:  # each has its number, or the next would be parked
                send(home, sender, sequence, records if sender in senders else 1, persons)
            spent = take(senders, known)
            print(f"{form:14} {workers} workers {spent:7.1f} s {workers * records / spent:10,.0f} records/s")
        sizes()


def prepare(persons: int, organisations: int, partitioned: bool) -> list[str]:
    """A register in which everybody knows everybody; the organisations."""
    import register

    from raas_batch.store.engine import engine

    began = perf_counter()
    register.make(SOURCE, persons)
    with engine().begin() as connection:
        for statement in PARTITIONED if partitioned else ():
            connection.execute(text(statement))
    register.grow(range(organisations), persons)
    print(f"register of {organisations * persons:,} lines: {perf_counter() - began:.0f} s")
    return [register.organisation(number) for number in range(organisations)]


def send(home: Path, sender: str, sequence: int, records: int, persons: int) -> None:
    """A file whose records overlap what is there, the same every time; one in five unregisters."""
    from register import ssin

    drawn = random.Random(sequence)
    found = []
    for _ in range(records):
        begin = date(2010, 1, 1) + timedelta(drawn.randrange(5000))
        end = str(begin + timedelta(drawn.randrange(1500)))
        found.append(Record(ssin(drawn.randrange(persons)), str(begin), end, drawn.random() >= 0.2))
    send_registrations(home, sender, sequence, found)


def take(senders: list[str], known: list[str]) -> float:
    """Take all files in; seconds that the senders' took, each in a process of its own."""
    from raas_batch.registration import stations
    from raas_batch.store import overview
    from raas_batch.store.engine import engine

    os.environ["RAAS_GUARD_REMOVED_SHARE"] = "1"
    stations.claim()
    with engine().connect() as connection:
        waiting = {row.sender: row.id for row in overview.listed(connection, None) if row.state == "RECEIVED"}
    began = perf_counter()
    command = [sys.executable, __file__, "--worker"]
    running = [subprocess.Popen([*command, str(waiting[sender])], stderr=subprocess.DEVNULL) for sender in senders]
    assert [process.wait() for process in running] == [0] * len(running)
    spent = perf_counter() - began
    work([waiting[sender] for sender in known if sender not in senders])
    return spent


def work(file_ids: list[int]) -> None:
    from raas_batch.registration import stations

    stations.answer(stations.apply(stations.admit(file_ids)))


def sizes() -> None:
    """Bytes on disk per row, indexes included."""
    from raas_batch.store.engine import engine

    total = """select coalesce(sum(pg_total_relation_size(relid)), pg_total_relation_size(cast(:name as regclass)))
        from pg_partition_tree(cast(:name as regclass))"""
    with engine().connect() as connection:
        for name in ("line", "knows", "operation_log", "person"):
            rows = connection.scalar(text(f"select count(*) from {name}"))  # noqa: S608  # names of our own
            size = connection.scalar(text(total), {"name": name})
            print(f"  {name:13} {rows:12,} rows {size / rows:8.0f} bytes each")


if __name__ == "__main__":
    if "--worker" in sys.argv:
        work([int(sys.argv[2])])
    else:
        given = [int(argument) for argument in sys.argv[1:]]
        main(*(given + [100_000, 150_000, 20][len(given) :]))
