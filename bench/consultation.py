"""Seconds per station, and memory, for files of questions to a register that is full.

Run as ``python bench/consultation.py [questions] [lines]``. The persons and lines are made in the database: four lines
for each person, two in each of two organisations. One of these asks, file by file: as it is now, as it was known at one
moment, at a moment of its own for every question, and what made each line.
"""

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import text

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from making import FUND, MUTUALITY, Question, file_name, send_consultations, ssin  # noqa: E402
from register import ALL_KNOWN  # noqa: E402

LINES_EACH = 4
STATIONS = ("claim", "admit", "apply", "answer")
MOMENT = datetime(2025, 1, 1, tzinfo=UTC)
SSIN = """create function pg_temp.ssin(number bigint) returns bigint immutable language sql as $$
    select first * 100 + 97 - first % 97 from (
        select 800000000 + (61 + number / 28 / 997 % 12) * 100000 + (number % 28 + 1) * 1000 + number / 28 % 997 + 1
          + number / 28 / 997 / 12 * 10000000
    ) as digits(first) $$"""
PERSONS = """insert into person
    select pg_temp.ssin(number), 'BIS', 'Peeters', '{An}', 'peeters', '{an}', '1980-01-01', 'F', null, false, '{}', 0
    from generate_series(0, :persons - 1) number"""
FILES = """insert into file
        (sender, name, flow, environment, sequence, state, received_at, applied_at, logged_after, inbox_emptied)
    select cbe_number, 'REG.' || turn, 'REG', 'T', turn, 'ANSWERED', applied_at, applied_at, 0, true
    from organisation cross join (values (1, timestamptz '2024-01-01'), (2, timestamptz '2026-01-01'))
        as files(turn, applied_at) order by turn, cbe_number"""
RECORDS = """insert into operation_log
        (organisation, ssin, dossier_type, registers, start, stop, file_id, position, record_id)
    select organisation, pg_temp.ssin(number), dossier_type.id, true, begun, begun + 900, file.id, number, 'A' || number
    from (values (1), (2)) as turns(turn) cross join generate_series(0, :persons - 1) number
    cross join lateral (
        select date '2000-01-01' + (turn * 4000 + abs(hashint8(number)::bigint) % 3000)::integer) as drawn(begun)
    cross join dossier_type
    join file on file.sender = organisation and file.sequence = turn"""
LINES = "insert into line select organisation, ssin, dossier_type, start, stop from operation_log"


def main(questions: int, lines: int) -> None:
    home = Path(tempfile.mkdtemp(prefix="raas-bench-"))
    os.environ["RAAS_HOME"] = str(home)
    atexit.register(shutil.rmtree, home, ignore_errors=True)  # runs after the server has stopped
    persons = lines // LINES_EACH
    _prepare(persons)
    asked = [ssin_of(number * 7919 % persons) for number in range(questions)]
    files = {
        "now": (Question(each) for each in asked),
        "at one moment": (Question(each, known_at=MOMENT.isoformat()) for each in asked),
        "at a moment each": (
            Question(each, known_at=(MOMENT + timedelta(seconds=place)).isoformat()) for place, each in enumerate(asked)
        ),
        "with lineage": (Question(each, lineage=True) for each in asked),
    }
    for sequence, (what, of_file) in enumerate(files.items(), start=1):
        _apart(home, sequence, of_file)
        size = (home / "inbox" / MUTUALITY / file_name("CON", MUTUALITY, sequence)).stat().st_size / 1e6
        print(f"{what}: {questions:,} questions, {size:,.1f} MB")
        _through(questions)
        [answer] = (home / "outbox" / MUTUALITY).glob(f"RSP.*.{sequence:05d}.T.xml")
        print(f"  answer of {answer.stat().st_size / 1e6:,.1f} MB")


def ssin_of(number: int) -> str:
    """As ``making.ssin``, over more years."""
    from raas_batch.ssin import with_check_digits

    of_year = 28 * 997 * 12
    year, first = number // of_year, ssin(number % of_year)[2:9]
    return with_check_digits(f"{80 + year:02d}{first}", born_2000=False)


def _prepare(persons: int) -> None:
    from raas_batch.store import organisations
    from raas_batch.store.engine import engine
    from raas_batch.store.migrate import upgrade

    begin = perf_counter()
    upgrade(engine())
    with engine().begin() as connection:
        for number in (MUTUALITY, FUND):
            organisations.add(connection, number, number, "USER")
            organisations.add_dossier_type(connection, number, "EMPLOYEE", "Employee", date(2000, 1, 1), None)
        connection.execute(text(SSIN))
        assert connection.scalar(text("select pg_temp.ssin(423456)")) == int(ssin_of(423_456))
        for statement in (PERSONS, FILES, RECORDS, LINES, ALL_KNOWN):
            connection.execute(text(statement), {"persons": persons} if ":persons" in statement else {})
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze"))
    print(f"register of {persons * LINES_EACH:,} lines: {perf_counter() - begin:.1f} s")


def _apart(home: Path, sequence: int, questions: Iterator[Question]) -> None:
    """Make a file in a process of its own, so that its memory is not taken for that of the stations."""
    process = os.fork()
    if process == 0:
        send_consultations(home, MUTUALITY, sequence, list(questions))
        os._exit(0)
    assert os.waitpid(process, 0)[1] == 0


def _through(count: int) -> None:
    from raas_batch.consultation import stations

    given: Any = None
    total = 0.0
    Path("/proc/self/clear_refs").write_text("5")  # the peak is that of this file
    for name in STATIONS:
        begin, used = perf_counter(), process_time()
        given = getattr(stations, name)(*() if given is None else (given,))
        given = [file_id for batch in given for file_id in batch] if name == "claim" else given
        spent = perf_counter() - begin
        total += spent
        here = f"{process_time() - used:6.2f} s of CPU, peak {_peak():,.0f} MB"
        print(f"  {name:8}{spent:8.2f} s {count / spent:12,.0f} records/s   here {here}")
    print(f"  {'all':8}{total:8.2f} s {count / total:12,.0f} records/s")


def _peak() -> float:
    """The most memory this process had, in MB."""
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    numbers_given = [int(argument) for argument in sys.argv[1:]]
    main(*(*numbers_given, *(100_000, 2_000_000)[len(numbers_given) :]))
