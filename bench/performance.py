"""What a night's largest file takes, beside what parsing alone takes and what one would otherwise write.

``make bench``, or ``python bench/performance.py [records]``; 1,000,000 records without. Everything is made here and is
the same at every run; nobody in it exists. All rows are of one run on one machine, so the column of ratios is the one
to read: the others drift with whatever else the machine does. The table also goes to ``docs/performance.md``.

The floor is ``xmllint --stream --schema``: a C program that checks the file and keeps nothing.
"""

import atexit
import hashlib
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from making import MUTUALITY, SOURCE, Person, Record, document, drop, element, file_name, send_population, ssin, voucher  # noqa: E402

PAGE = ROOT / "docs" / "performance.md"
TABLE, END = "<!-- the table -->\n", "<!-- its end -->\n"
PERSONS_PER_FILE = 100_000
FIRST_DAY = date(2000, 1, 1)
ENOUGH = 200_000
"""Records from which on a table is worth its page."""


class Row(NamedTuple):
    """One line of the table; seconds are of all records."""

    what: str
    seconds: float
    peak: float | None = None


def main(count: int) -> None:
    """Make the data, time every way, print the table and put it on its page."""
    home = Path(tempfile.mkdtemp(prefix="raas-bench-"))
    os.environ |= {"RAAS_HOME": str(home), "RAAS_GUARD_REMOVED_SHARE": "1"}
    atexit.register(shutil.rmtree, home, ignore_errors=True)  # runs after the server has stopped
    _prepare(home, count * 6 // 10)
    path = _send(home, count, 1)
    size = path.stat().st_size
    rows = list(_floor(path))
    rows += _ours("an empty register")
    path = Path(shutil.copy(_send(home, count, 2), home / "kept.xml"))  # ours takes it away
    rows += _ours("a register that knows the persons")
    rows += _otherwise(path, count)
    shown = _table(rows, count, size)
    print(shown)
    if count >= ENOUGH:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(TABLE)
        PAGE.write_text(before + TABLE + shown + END + rest.partition(END)[2], encoding="utf-8")


def _prepare(home: Path, persons: int) -> None:
    """A register with one organisation, and so many persons in the mirror."""
    from raas_batch.population import stations
    from raas_batch.store import organisations
    from raas_batch.store.engine import engine
    from raas_batch.store.migrate import upgrade

    upgrade(engine())
    with engine().begin() as connection:
        organisations.add(connection, SOURCE, "Authentic source", "AUTHENTIC_SOURCE")
        organisations.add(connection, MUTUALITY, "Mutuality", "USER")
        organisations.add_dossier_type(connection, MUTUALITY, "EMPLOYEE", "Employee", FIRST_DAY, None)
    for sequence, first in enumerate(range(0, persons, PERSONS_PER_FILE), start=1):
        numbers = range(first, min(first + PERSONS_PER_FILE, persons))
        _apart(lambda s=sequence, n=numbers: send_population(home, s, [Person(ssin(number)) for number in n]))
    files = [file_id for batch in stations.claim() for file_id in batch]
    stations.answer(stations.apply(stations.admit(files)))


def _send(home: Path, count: int, sequence: int) -> Path:
    """Drop a file; made in a process of its own, so that its memory is not taken for that of the stations."""
    name = file_name("REG", MUTUALITY, sequence)

    def make() -> None:
        body = "".join(_spelled(record, place) for place, record in enumerate(_records(count, sequence), start=1))
        content = document("REG", MUTUALITY, sequence, body)
        drop(home, MUTUALITY, name, content, voucher(name, content, count))

    _apart(make)
    return home / "inbox" / MUTUALITY / name


def _records(count: int, seed: int) -> Iterator[Record]:
    """Each person once, then four in ten again; one in five unregisters, one in twenty brings identification data."""
    drawn = random.Random(seed)
    persons = count * 6 // 10
    numbers = [*range(persons), *(drawn.randrange(persons) for _ in range(count - persons))]
    drawn.shuffle(numbers)
    for place, number in enumerate(numbers):
        begin = FIRST_DAY + timedelta(drawn.randrange(9000))
        end = None if drawn.random() < 0.2 else str(begin + timedelta(drawn.randrange(1500)))
        registers = drawn.random() >= 0.2
        person = (("lastName", "PEETERS"), ("birthDate", "1980-01-01")) if registers and place % 16 == 0 else ()
        yield Record(ssin(number), str(begin), end, registers, person=person)


def _spelled(record: Record, place: int) -> str:
    """A record as most programs write it: an element to a line."""
    kind = "register" if record.registers else "unregister"
    lines = [f'<{kind} recordId="A{place}">', f"  {element('ssin', record.ssin)}"]
    lines += ["  <dossierType>EMPLOYEE</dossierType>", "  <period>", f"    {element('beginDate', record.begin)}"]
    lines += [f"    {element('endDate', record.end)}"] if record.end else []
    lines += ["  </period>"]
    if record.person:
        lines += ["  <person>", *(f"    {element(name, value)}" for name, value in record.person), "  </person>"]
    return "".join(f"    {line}\n" for line in [*lines, f"</{kind}>"])


def _floor(path: Path) -> Iterator[Row]:
    schema = ROOT / "xsd" / "v1" / "registration.xsd"
    command = ["xmllint", "--stream", "--noout", "--schema", str(schema), str(path)]
    seconds = min(_timed(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(2))
    yield Row("`xmllint --stream --schema`: the floor", seconds)
    with path.open("rb") as stream:
        yield Row("SHA-256 of the file", _timed(lambda: hashlib.file_digest(stream, "sha256")))


def _ours(register: str) -> list[Row]:
    """Every station in a process of its own, as a worker runs it: seconds, and the peak of that process."""
    from raas_batch.registration import stations

    rows: list[Row] = []
    given: list[int] = []
    for name in ("claim", "admit", "apply", "answer"):
        station: Callable[..., Any] = getattr(stations, name)
        arguments = () if name == "claim" else (given,)
        seconds, peak, answer = _apart(partial(station, *arguments), measured=True)
        given = [file_id for batch in answer for file_id in batch] if name == "claim" else answer
        rows.append(Row(f"{name}, into {register}", seconds, peak))
    total, peak = sum(row.seconds for row in rows), max(row.peak or 0 for row in rows)
    return [*rows, Row(f"**the whole way of the file, into {register}**", total, peak)]


def _otherwise(path: Path, count: int) -> Iterator[Row]:
    import otherwise

    part = f"({otherwise.BY_ROW:,} records, extrapolated)"
    for what, way, records in (
        (f"parsed, then line by line through SQLAlchemy's ORM {part}", otherwise.row_by_row, otherwise.BY_ROW),
        (f"`xmlschema` alone, which only validates {part}", otherwise.by_xmlschema, otherwise.BY_ROW),
        ("`pandas.read_xml`, merge in pandas, `to_sql`; registers only", otherwise.by_pandas, count),
    ):
        seconds, peak, _ = _apart(lambda w=way: w(path), measured=True)
        yield Row(what, seconds * count / records, peak)


def _timed(work: Callable[[], object]) -> float:
    begin = perf_counter()
    work()
    return perf_counter() - begin


def _apart(work: Callable[[], Any], measured: bool = False) -> tuple[float, float, Any]:
    """Do the work in a process of its own: seconds, peak memory in MB, and what it returned."""
    import pickle

    from raas_batch.store.engine import engine

    receiving, sending = os.pipe()
    process = os.fork()
    if process == 0:
        if measured:
            engine().dispose(close=False)  # its connections are the parent's
        begin, status = perf_counter(), 1
        try:
            answer = work()
            spent, peak = perf_counter() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            os.write(sending, pickle.dumps((spent, peak, answer if measured else None)))
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)  # what the parent does at its exit is not ours to do
    os.close(sending)
    with os.fdopen(receiving, "rb") as stream:
        answer = stream.read()
    assert os.waitpid(process, 0)[1] == 0
    return pickle.loads(answer)  # our own child wrote it


def _table(rows: list[Row], count: int, size: int) -> str:
    floor = rows[0].seconds
    head = f"{count:,} records, {size / 1e6:,.0f} MB.\n\n| | seconds | records/s | MB/s | peak MB | times the floor |\n"
    head += "|---|--:|--:|--:|--:|--:|\n"
    lines = (
        f"| {row.what} | {row.seconds:,.2f} | {count / row.seconds:,.0f} | {size / 1e6 / row.seconds:,.1f} | "
        f"{f'{row.peak:,.0f}' if row.peak else ''} | {row.seconds / floor:,.2f} |\n"
        for row in rows
    )
    return head + "".join(lines)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
