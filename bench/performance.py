"""What a night takes, beside what parsing alone takes and what one would otherwise write.

``make bench``, or ``python bench/performance.py [records]``; 1,000,000 records without: it takes up to an hour then.
All data are made here. All rows are of one run on one machine, so the last column is the one to read: the others drift
with whatever else the machine does. The table also goes to ``docs/performance.md``.

The floor is ``xmllint --stream --schema``: a C program that checks the file, or what we wrote, and keeps nothing.
"""

import atexit
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
HOME = Path(tempfile.mkdtemp(prefix="raas-bench-"))
os.environ |= {"RAAS_HOME": str(HOME), "RAAS_GUARD_REMOVED_SHARE": "1"}
atexit.register(shutil.rmtree, HOME, ignore_errors=True)  # runs after the server has stopped

import apart  # noqa: E402
import received  # noqa: E402
import register  # noqa: E402
from making import SOURCE  # noqa: E402

PAGE = ROOT / "docs" / "performance.md"
TABLE, END = "<!-- the table -->\n", "<!-- its end -->\n"
ENOUGH = 200_000
"""Records from which on a table is worth its page."""
FIRST, SECOND, THIRD = 0, 1, 2
"""Senders: each gives its file to a register ten, or three, times as large as the one before."""
MEMBERS = range(100, 150)
UNTOUCHED = 6
"""Has the lines that a sender had before its file."""


class Row(NamedTuple):
    """One line of the table; ``floor`` is what xmllint takes for the same bytes."""

    what: str
    records: int
    size: int
    seconds: float
    floor: float
    peak: float


class Timed(NamedTuple):
    """A file, how many records it has, and what xmllint takes for it."""

    path: Path
    records: int
    size: int
    floor: float
    floor_peak: float


def main(count: int) -> None:
    """Make the data, time every way, print the rows as they come and put the table on its page."""
    rows: list[Row] = []
    for row in _rows(count):
        print(line(row), end="", flush=True)
        rows.append(row)
    if count >= ENOUGH:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(TABLE)
        table = "".join(map(line, rows))
        PAGE.write_text(before + TABLE + HEAD + table + END + rest.partition(END)[2], encoding="utf-8")


def _rows(count: int) -> Iterator[Row]:
    register.make(SOURCE, count)
    register.grow(range(FIRST, FIRST + 1), count)
    first = registrations(FIRST, 1, count, count)
    yield from _floors(first)
    kept = first._replace(path=Path(shutil.copy(first.path, HOME / "kept.xml")))  # ours takes the other away
    yield from through("registration", first, f"over {count:,} lines")
    for sequence, records in enumerate((count // 100, count // 10, count * 5), start=2):
        yield _whole("registration", registrations(FIRST, sequence, records, count), f"over {count:,} lines")
    register.grow(range(SECOND, SECOND + 1), count)
    register.grow(range(3, 6), count)
    subscribed = register.grow(MEMBERS, count, share=10, subscribed=True)
    yield _whole("registration", registrations(SECOND, 1, count, count), f"over {count * 10:,} lines")
    yield from _workers(count)
    changes = _timed(received.mutations, HOME, 1, count // 5, count, flow="MUT")
    yield _whole("mutation", changes, f"over {count * 10:,} lines, {count:,} notices")
    yield _emission(len(subscribed), count)
    replaced = _timed(received.replacements, HOME, 1, count // 10, count, flow="RPL")
    yield _whole("replacement", replaced, f"over {count * 10:,} lines")
    register.grow(range(THIRD, THIRD + 1), count)
    register.grow(range(6, 25), count)
    yield _whole("registration", registrations(THIRD, 1, count, count), f"over {count * 30:,} lines")
    yield from _otherwise(kept)


def registrations(sender: int, sequence: int, count: int, persons: int) -> Timed:
    return _timed(received.registrations, HOME, register.organisation(sender), sequence, count, persons, flow="REG")


def _timed(make: Callable[..., Path], *given: Any, flow: str) -> Timed:
    """Have the file made in another process, so that its memory is not taken for ours, and checked by xmllint."""
    path = apart.done(partial(make, *given)).answer
    records = next(each for each in reversed(given[:-1]) if isinstance(each, int))
    schema = {"REG": "registration", "RPL": "replacement", "MUT": "mutation"}[flow]
    best = min((_checked(schema, [path]) for _ in range(2)), key=lambda done: done.seconds)
    return Timed(path, records, path.stat().st_size, best.seconds, best.peak)


def _checked(schema: str, paths: list[Path]) -> apart.Done:
    command = ["xmllint", "--stream", "--noout", "--schema", str(ROOT / "xsd" / "v1" / f"{schema}.xsd")]
    return apart.command([*command, *map(str, paths)])


def _floors(file: Timed) -> Iterator[Row]:
    """What none can go without. The program's libraries are in the memory of all but xmllint."""
    yield Row("`xmllint --stream --schema`: the floor", *file[1:3], file.floor, file.floor, file.floor_peak)
    hashed = apart.done(partial(_hashed, file.path))
    yield Row("SHA-256 of the file", *file[1:3], hashed.seconds, file.floor, hashed.peak)
    rows = apart.done(partial(_as_rows, file.path)).answer
    copied = apart.done(partial(_copied, rows))
    yield Row("COPY of its rows into a bare table", *file[1:3], copied.answer, file.floor, copied.peak)


def _hashed(path: Path) -> None:
    with path.open("rb") as stream:
        hashlib.file_digest(stream, "sha256")


def _as_rows(path: Path) -> Path:
    import otherwise  # not where ours runs: its libraries are not ours

    return otherwise.as_rows(path, HOME / "rows")


def _copied(rows: Path) -> float:
    import otherwise

    return otherwise.copied(rows)


def through(flow: str, file: Timed, where: str) -> Iterator[Row]:
    """Every station in a process of its own, as a worker runs it; then all of them together."""
    from importlib import import_module

    stations = import_module(f"raas_batch.{flow}.stations")
    os.sync()  # what was made before is on disk: it is not ours to wait for
    rows: list[Row] = []
    given: list[int] = []
    for name in ("claim", "admit", "apply", "answer"):
        station = getattr(stations, name)
        done = apart.done(station if name == "claim" else partial(station, given))
        given = [file_id for batch in done.answer for file_id in batch] if name == "claim" else done.answer
        rows.append(Row(f"{flow}, {name}, {where}", *file[1:3], done.seconds, file.floor, done.peak))
    total, peak = sum(row.seconds for row in rows), max(row.peak for row in rows)
    yield from rows
    yield Row(f"**{flow}, the whole way, {where}**", *file[1:3], total, file.floor, peak)


def _whole(flow: str, file: Timed, where: str) -> Row:
    return [*through(flow, file, where)][-1]


def _workers(count: int) -> Iterator[Row]:
    """One, two and four workers take as many files, each of another organisation."""
    from raas_batch.registration import stations

    for sequence, senders in enumerate((range(3, 4), range(4, 6), range(100, 104)), start=1):
        files = [registrations(sender, 1, count // 10, count) for sender in senders]
        ids = [[file_id] for batch in stations.claim() for file_id in batch]
        begin = perf_counter()
        done = apart.together([partial(_taken, each) for each in ids])
        spent, workers, peak = perf_counter() - begin, len(senders), max(each.peak for each in done)
        records, size, floor = (sum(each[at] for each in files) for at in (1, 2, 3))
        what = f"{workers} worker{'s' * (sequence > 1)}, a registration file each"
        yield Row(what, records, size, spent, floor, peak)


def _taken(file_ids: list[int]) -> None:
    from raas_batch.registration import stations

    stations.answer(stations.apply(stations.admit(file_ids)))


def _emission(subscribed: int, count: int) -> Row:
    """Two workers take the batches of the night, as the DAG gives them out."""
    from raas_batch.settings import BRUSSELS
    from raas_batch.subscription import stations

    today: date = datetime.now(BRUSSELS).date()
    batches = stations.due(today)
    os.sync()
    begin = perf_counter()
    done = apart.together([partial(_emitted, batches[worker::2], today) for worker in range(2)])
    spent, peak = perf_counter() - begin, max(each.peak for each in done)
    paths = [path for path in HOME.glob("outbox/*/NMU.*.xml") if ".voucher." not in path.name]
    size = sum(path.stat().st_size for path in paths)
    what = f"emission: {count:,} notices to {subscribed} organisations, two workers; floor: xmllint of the files"
    return Row(what, count, size, spent, _checked("nmu", paths).seconds, peak)


def _emitted(batches: list[list[int]], day: date) -> None:
    from raas_batch.subscription import stations

    for batch in batches:
        stations.emit(batch, day)


def _otherwise(file: Timed) -> Iterator[Row]:
    import otherwise

    for what, way, most in otherwise.WAYS:
        records = min(file.records, most)
        apart.done(partial(otherwise.prepare, register.organisation(UNTOUCHED)))
        done = apart.done(partial(way, file.path, records))
        told = f"{what} ({records:,} records, extrapolated)" if records < file.records else what
        yield Row(told, *file[1:3], done.seconds * file.records / records, file.floor, done.peak)


HEAD = "| | records | seconds | records/s | MB/s | peak MB | times the floor |\n|---|--:|--:|--:|--:|--:|--:|\n"


def line(row: Row) -> str:
    speed = f"{row.records / row.seconds:,.0f} | {row.size / 1e6 / row.seconds:,.1f}"
    times = f"{row.seconds / row.floor:,.2f}"
    return f"| {row.what} | {row.records:,} | {row.seconds:,.2f} | {speed} | {row.peak:,.0f} | {times} |\n"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
