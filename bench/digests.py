"""What digests and reconciliation cost: lines a second, and peak memory, over millions of lines of one organisation.

Run as ``python bench/digests.py [lines [listed]]``. It makes a register of its own and removes it.
"""

import atexit
import os
import resource
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

from sqlalchemy import Connection, text

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from making import MUTUALITY, Listed, Record, send_listing, send_registrations, ssin  # noqa: E402
from register import ALL_KNOWN  # noqa: E402

SSIN = """create or replace function pg_temp.ssin(number bigint) returns bigint immutable language sql as $$
    select first * 100 + 97 - first % 97 from (
        select 800000000 + (61 + number / 28 / 997 % 12) * 100000 + (number % 28 + 1) * 1000 + number / 28 % 997 + 1
    ) as digits(first) $$"""
PERSONS = """insert into person
    select pg_temp.ssin(number), 'BIS', 'Peeters', '{An}', 'peeters', '{an}', '1980-01-01', 'F', null, false, '{}', 0
    from generate_series(0, :persons - 1) number"""
LINES = """insert into line
    select :organisation, pg_temp.ssin(number % :persons), :kind,
        date '1960-01-01' + 4000 * (number / :persons)::integer, date '1961-01-01' + 4000 * (number / :persons)::integer
    from generate_series(0, :lines - 1) number order by 2, 4"""
MOST_PERSONS = 330_000


def main(lines: int, listed: int) -> None:
    home = Path(tempfile.mkdtemp(prefix="raas-bench-"))
    os.environ["RAAS_HOME"] = str(home)
    atexit.register(shutil.rmtree, home, ignore_errors=True)  # runs after the server has stopped
    from raas_batch.store import digest_proof
    from raas_batch.store.engine import engine, snapshot

    persons = min(lines, MOST_PERSONS)
    with engine_of(lines, persons), snapshot() as connection, _timed("proof of all digests", lines):
        assert list(digest_proof.wrong(connection)) == []
    _emit()
    _apply(home, min(listed, persons))
    alone = get_context("spawn").Process(target=_reconcile, args=(home, lines, persons, listed))
    alone.start()  # a process of its own, so that its memory is its own
    alone.join()
    assert alone.exitcode == 0
    engine().dispose()


@contextmanager
def engine_of(lines: int, persons: int) -> Iterator[None]:
    """A register of so many lines, its digests made as the migration makes those of lines that are held."""
    from alembic.script import ScriptDirectory

    from raas_batch.store.engine import engine
    from raas_batch.store.migrate import configuration, upgrade

    upgrade(engine())
    with engine().begin() as connection:
        kind = _organisation(connection)
        for statement in (SSIN, PERSONS, LINES, ALL_KNOWN):
            given = {"persons": persons, "lines": lines, "kind": kind, "organisation": int(MUTUALITY)}
            connection.execute(
                text(statement), {name: value for name, value in given.items() if f":{name}" in statement}
            )
        connection.execute(text("select setval('log_number', 100)"))
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze"))
    migration = ScriptDirectory.from_config(configuration()).get_revision("0008")
    with engine().begin() as connection, _timed("migration, in SQL", lines):
        connection.execute(text(migration.module.OF_LINES_HELD))
    yield


def _organisation(connection: Connection) -> int:
    from raas_batch.store import organisations, subscriptions

    organisations.add(connection, MUTUALITY, "Mutuality", "USER", removed_share=1.0)
    organisations.add_dossier_type(connection, MUTUALITY, "EMPLOYEE", "Employee", date(1950, 1, 1), None)
    subscriptions.add(connection, subscriptions.Wanted(MUTUALITY, "NRP", "CSI/2026/145", date(2020, 1, 1)), _today())
    kind: int = connection.scalar(text("select id from dossier_type"))
    return kind


def _emit() -> None:
    from raas_batch.subscription import stations

    with _timed("emit, a voucher with digests", 1):
        for batch in stations.due(_today()):
            stations.emit(batch, _today())


def _apply(home: Path, count: int) -> None:
    """Records that change a line each: digests are brought up to date in the same step."""
    from raas_batch.registration import stations
    from raas_batch.store import digests

    _in_another_process(
        lambda: send_registrations(home, MUTUALITY, 1, [Record(ssin(n), "2024-01-01") for n in range(count)])
    )
    file_ids = stations.admit([file_id for batch in stations.claim() for file_id in batch])
    spent, original = [0.0], digests.of_columns

    def timed(*columns):  # type: ignore[no-untyped-def]  # passes on what it gets
        begin = perf_counter()
        found = original(*columns)
        spent[0] += perf_counter() - begin
        return found

    digests.of_columns = timed
    with _timed("apply registrations", count):
        stations.apply(file_ids)
    digests.of_columns = original
    print(f"  of which {spent[0]:.2f} s for digests", flush=True)


def _reconcile(home: Path, lines: int, persons: int, count: int) -> None:
    """A list with the first lines of the register: of some persons all lines are there, of others a part."""
    from raas_batch.reconciliation import stations

    def listed(number: int) -> Listed:
        begin = date(1960, 1, 1) + timedelta(days=4000 * (number // persons))
        return Listed(ssin(number % persons), str(begin), str(begin + timedelta(days=365)))

    _in_another_process(lambda: send_listing(home, MUTUALITY, 1, [listed(number) for number in range(count)]))
    with _timed("admit a list", count):
        file_ids = stations.admit([file_id for batch in stations.claim() for file_id in batch])
    with _timed("compare and answer it", lines + count):
        stations.answer(stations.apply(file_ids))


def _in_another_process(make) -> None:  # type: ignore[no-untyped-def]  # any work
    """So that making a file is not taken for memory of the stations."""
    process = os.fork()
    if process == 0:
        make()
        os._exit(0)
    assert os.waitpid(process, 0)[1] == 0


@contextmanager
def _timed(name: str, count: int) -> Iterator[None]:
    begin = perf_counter()
    yield
    spent = perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:32}{spent:8.2f} s {count / spent:12,.0f} /s   peak {peak:,.0f} MB", flush=True)


def _today() -> date:
    from raas_batch.settings import BRUSSELS

    return datetime.now(BRUSSELS).date()


if __name__ == "__main__":
    numbers_given = [int(argument) for argument in sys.argv[1:]]
    main(*(*numbers_given, *(2_000_000, 300_000)[len(numbers_given) :]))
