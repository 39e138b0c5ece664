"""Seconds to make the statements of one month, beside years of others.

Run as ``python bench/billing.py [files] [organisations] [months]``. The rows are made in the database: files that
are answered, spread over the months, each with four moves and two answers, and two daily files a day for each
organisation.
"""

import atexit
import os
import resource
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import text

ROOT = Path(__file__).parents[1]
NUMBERS = """create temporary table who as
    select number * 100 + 97 - number % 97 as cbe_number, number - 10000000 as place
    from generate_series(10000000, 10000000 + :organisations - 1) number"""
ORGANISATIONS = "insert into organisation select cbe_number, 'Invented', 'USER' from who"
FILES = """insert into file (sender, name, flow, environment, sequence, size, state, received_at, read, ok, nok)
    select cbe_number, 'file ' || number, (array['REG', 'CON', 'PER', 'REC'])[number % 4 + 1], 'T', number, 40000,
        'ANSWERED', timestamptz '2026-11-15' - number % :months * interval '1 month', 100, 99, 1
    from generate_series(1, :files) number join who on place = number % :organisations"""
MOVES = """insert into journal (file_id, state, moment) select id, came, received_at
    from file cross join unnest(array['RECEIVED', 'ACCEPTED', 'APPLIED', 'ANSWERED']) came"""
ASKED = """insert into asked_file
    select id, kind, 50 from file cross join unnest(array['search', 'update']) kind where flow = 'PER'"""
ANSWERS = """insert into sent_file (receiver, flow, environment, sequence, name, sha256, voucher_sha256, size,
        record_count, about_file_id, written_at)
    select sender, kind, 'T', id, kind || id, '', '', 30000, 1, id, received_at
    from file cross join unnest(array['ACK', 'RSP']) kind"""
SUBSCRIPTIONS = """insert into subscription (organisation, service, legal_basis, start, stop, first_day)
    select cbe_number, service, 'CSI', '2020-01-01', '2026-12-01', '2020-01-01'
    from who cross join unnest(array['NRP', 'NMU']) service"""
DAILY = """with told as (
        insert into sent_file (receiver, flow, environment, sequence, name, sha256, voucher_sha256, size, record_count,
            written_at, published_at)
        select organisation, service, 'T', row_number() over (), day || service || id, '', '', 2000, 10, day, day
        from subscription cross join generate_series(
            timestamptz '2026-11-30' - :months * interval '1 month', timestamptz '2026-11-30', interval '1 day') day
        returning id, receiver, flow, written_at)
    insert into daily_file select s.id, written_at, 'NORMAL', 0, told.id
    from told join subscription s on (organisation, service) = (receiver, flow)"""
LEDGER = """insert into ledger_entry
    select row_number() over (), written_at, id, receiver, name, '', 'CSI', 10, '', '', ''
    from sent_file where flow in ('NRP', 'NMU')"""
MADE = (NUMBERS, ORGANISATIONS, FILES, MOVES, ASKED, ANSWERS, SUBSCRIPTIONS, DAILY, LEDGER)


def main(files: int, organisations: int, months: int) -> None:
    home = Path(tempfile.mkdtemp(prefix="raas-bench-"))
    os.environ["RAAS_HOME"] = str(home)
    os.environ["RAAS_PRICE_LIST"] = str(ROOT / "samples" / "billing" / "prices.toml")
    atexit.register(shutil.rmtree, home, ignore_errors=True)  # runs after the server has stopped
    timed("prepare", lambda: prepare({"files": files, "organisations": organisations, "months": months}))
    from upath import UPath

    from raas_batch.billing import issuing
    from raas_batch.billing.months import Month

    told = timed("compute", lambda: issuing.issued(Month(2026, 11), so_far=True))
    names = timed("write", lambda: issuing.write(told, UPath(home / "statements")))
    print(f"  {len(told.statements):,} statements, {len(names):,} files")


def prepare(values: dict[str, int]) -> None:
    from raas_batch.store.engine import engine
    from raas_batch.store.migrate import upgrade

    upgrade(engine())
    with engine().begin() as connection:
        for statement in MADE:
            asked = {name: value for name, value in values.items() if f":{name}" in statement}
            print(
                f"  {connection.execute(text(statement), asked).rowcount:12,} rows {statement.split()[2]}", flush=True
            )
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze"))


def timed(name: str, work: Callable[[], Any]) -> Any:
    begin = perf_counter()
    done = work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {name:8}{perf_counter() - begin:8.2f} s   peak {peak:,.0f} MB", flush=True)
    return done


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(*(*given, *(1_000_000, 1_000, 24)[len(given) :]))
