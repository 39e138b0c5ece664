"""Seconds per station, and memory, for one large registration file through real inboxes, database and outboxes.

Run as ``python bench/ingest.py [records] [--profile]``. The file is always the same: one record in five unregisters,
four in ten name a key that was named before, one in twenty brings identification data. It is sent twice, so that the
second one (its number 2) meets a register that is full. ``xmllint`` tells what parsing and schema alone cost.
"""

import atexit
import cProfile
import os
import pstats
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from making import MUTUALITY, SOURCE, Person, Record, file_name, send_population, send_registrations, ssin  # noqa: E402

PERSONS_PER_FILE = 100_000
FIRST_DAY = date(2000, 1, 1)
STATIONS = ("claim", "admit", "apply", "answer")


def main(count: int, profiled: bool) -> None:
    home = Path(tempfile.mkdtemp(prefix="raas-bench-"))
    os.environ["RAAS_HOME"] = str(home)
    os.environ["RAAS_GUARD_REMOVED_SHARE"] = "1"
    atexit.register(shutil.rmtree, home, ignore_errors=True)  # runs after the server has stopped
    _prepare(home, count * 6 // 10)
    for sequence in (1, 2):
        path = home / "inbox" / MUTUALITY / file_name("REG", MUTUALITY, sequence)
        _apart(send_registrations, home, MUTUALITY, sequence, _records(count, sequence))
        print(f"file {sequence}: {count:,} records, {path.stat().st_size / 1e6:,.1f} MB")
        if sequence == 1:
            _floor(path)
        _through(count, profiled and sequence == 2)


def _prepare(home: Path, persons: int) -> None:
    """A register with one organisation and so many persons in the mirror; tells what loading them cost."""
    from raas_batch.store import organisations
    from raas_batch.store.engine import engine
    from raas_batch.store.migrate import upgrade

    upgrade(engine())
    with engine().begin() as connection:
        organisations.add(connection, SOURCE, "Authentic source", "AUTHENTIC_SOURCE")
        organisations.add(connection, MUTUALITY, "Mutuality", "USER")
        organisations.add_dossier_type(connection, MUTUALITY, "EMPLOYEE", "Employee", FIRST_DAY, None)
    from raas_batch.population import stations

    for sequence, first in enumerate(range(0, persons, PERSONS_PER_FILE), start=1):
        numbers = range(first, min(first + PERSONS_PER_FILE, persons))
        _apart(send_population, home, sequence, (Person(ssin(number)) for number in numbers))
    begin = perf_counter()
    files = [file_id for batch in stations.claim() for file_id in batch]
    stations.answer(stations.apply(stations.admit(files)))
    spent = perf_counter() - begin
    print(f"mirror of {persons:,} persons: {spent:.1f} s, {persons / spent:,.0f} persons/s")


def _apart(send: Callable[..., object], *arguments: Any) -> None:
    """Make a file in a process of its own, so that its memory is not taken for that of the stations."""
    process = os.fork()
    if process == 0:
        send(*arguments[:-1], list(arguments[-1]))
        os._exit(0)
    assert os.waitpid(process, 0)[1] == 0


def _records(count: int, seed: int) -> Iterator[Record]:
    """Each person once, then four in ten again; the periods are drawn, the same every time."""
    drawn = random.Random(seed)
    numbers = [*range(count * 6 // 10), *(drawn.randrange(count * 6 // 10) for _ in range(count - count * 6 // 10))]
    drawn.shuffle(numbers)
    for place, number in enumerate(numbers):
        begin = FIRST_DAY + timedelta(drawn.randrange(9000))
        end = None if drawn.random() < 0.2 else str(begin + timedelta(drawn.randrange(1500)))
        registers = drawn.random() >= 0.2
        person = (("lastName", "PEETERS"), ("birthDate", "1980-01-01")) if registers and place % 16 == 0 else ()
        yield Record(ssin(number), str(begin), end, registers, person=person)


def _floor(path: Path) -> None:
    if shutil.which("xmllint") is None:
        return
    begin = perf_counter()
    schema = ROOT / "xsd" / "v1" / "registration.xsd"
    subprocess.run(["xmllint", "--stream", "--noout", "--schema", schema, path], check=True, capture_output=True)
    print(f"  {'xmllint':8}{perf_counter() - begin:8.2f} s")


def _through(count: int, profiled: bool) -> None:
    from raas_batch.registration import stations

    given: Any = None
    total = 0.0
    for name in STATIONS:
        station = getattr(stations, name)
        profile = cProfile.Profile() if profiled and name in ("admit", "apply") else None
        begin = perf_counter()
        arguments = () if given is None else (given,)
        given = profile.runcall(station, *arguments) if profile else station(*arguments)
        given = [file_id for batch in given for file_id in batch] if name == "claim" else given
        spent = perf_counter() - begin
        total += spent
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"  {name:8}{spent:8.2f} s {count / spent:12,.0f} records/s   peak {peak:,.0f} MB")
        if profile:
            pstats.Stats(profile).sort_stats("tottime").print_stats(14)
    print(f"  {'all':8}{total:8.2f} s {count / total:12,.0f} records/s")


if __name__ == "__main__":
    numbers_given = [argument for argument in sys.argv[1:] if argument.isdecimal()]
    main(int(numbers_given[0]) if numbers_given else 200_000, "--profile" in sys.argv)
