"""Everything on one machine, started as its operator does: a real scheduler, real workers, and what kills them."""

import os
import re
import shutil
import signal
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from time import monotonic

import psutil
import pytest
from live.installation import Installation, started, within
from live.two_workers import test_a_worker_that_dies_in_the_middle_of_a_file_is_replaced_by_the_other
from making import (
    FUND,
    MUTUALITY,
    SOURCE,
    Event,
    Person,
    Record,
    send_population,
    send_registrations,
    send_replacements,
    ssin,
)
from sqlalchemy import create_engine, inspect, literal_column, select
from sqlalchemy import table as named

from raas_batch.settings import BRUSSELS
from raas_batch.store import organisations, subscriptions
from raas_batch.store.tables import file, line, sent_file

__all__ = ["test_a_worker_that_dies_in_the_middle_of_a_file_is_replaced_by_the_other"]
"""Of another module, and run with these: two installations at once are too much for one machine."""
PROMISED = 30
"""Seconds from the voucher of a small file to its answer."""
RECOVERY = 180
"""Seconds in which what a killed component had begun is taken up and ended; here several times what it takes."""
PERSONS = [ssin(number) for number in range(6)]
TODAY = datetime.now(BRUSSELS).date()


@pytest.fixture(scope="module")
def here() -> Iterator[Installation]:
    home = Path(tempfile.mkdtemp(prefix="raas-live-"))  # short, and open to the user that PostgreSQL runs as
    home.chmod(0o755)
    try:
        with started(home) as installation:
            with installation.database.begin() as connection:
                organisations.add(connection, SOURCE, "Authentic source", "AUTHENTIC_SOURCE")
                for cbe_number, name in ((MUTUALITY, "Mutuality"), (FUND, "Fund")):
                    organisations.add(connection, cbe_number, name, "USER")
                    organisations.add_dossier_type(
                        connection, cbe_number, "EMPLOYEE", "Employee", date(2000, 1, 1), None
                    )
            send_population(home, 1, [Person(number) for number in PERSONS])
            within(RECOVERY, lambda: answers(installation, SOURCE, "RSP"))
            yield installation
        assert not (home / "pg" / "postmaster.pid").exists(), "the database outlived `make down`"
    finally:
        shutil.rmtree(home, ignore_errors=True)


def test_a_small_file_is_answered_within_half_a_minute(here: Installation) -> None:
    taken = []
    while not any(seconds < PROMISED for seconds in taken):  # the machine may have other work: one of them shows it
        assert len(taken) < 3, taken
        began, before = monotonic(), len(answers(here, MUTUALITY, "RSP"))
        send_registrations(here.home, MUTUALITY, before + 1, [Record(number, "2020-01-01") for number in PERSONS[:2]])
        within(RECOVERY, lambda before=before: len(answers(here, MUTUALITY, "RSP")) > before)
        taken.append(monotonic() - began)


def test_a_killed_task_is_tried_again_and_its_file_answered_once(here: Installation) -> None:
    before = len(answers(here, MUTUALITY, "RSP"))
    with here.standing_still(MUTUALITY):
        name = send_registrations(here.home, MUTUALITY, before + 1, [Record(PERSONS[2], "2020-01-01")])
        within(RECOVERY, lambda: here.waiting_for_a_lock())
        for process in here.waiting_for_a_lock():
            os.kill(process, signal.SIGKILL)
    within(RECOVERY, lambda: state(here, name) == "ANSWERED")
    assert len(answers(here, MUTUALITY, "RSP")) == before + 1


def test_a_killed_scheduler_starts_again_and_nothing_is_lost_or_told_twice(here: Installation) -> None:
    with here.standing_still(FUND):
        name = send_registrations(here.home, FUND, 1, [Record(PERSONS[3], "2020-01-01")])
        within(RECOVERY, lambda: here.waiting_for_a_lock())
        before = here.pid("scheduler")
        workers = [child for child in psutil.Process(before).children() if os.getpgid(child.pid) == before]
        here.kill("scheduler")
        within(RECOVERY, lambda: here.pid("scheduler") not in (0, before))
        assert workers
        within(RECOVERY, lambda: not any(worker.is_running() for worker in workers))
    within(RECOVERY, lambda: state(here, name) == "ANSWERED")
    assert [len(answers(here, FUND, kind)) for kind in ("ACK", "RSP")] == [1, 1]


def test_the_night_of_a_day_is_run_by_its_form(here: Installation) -> None:
    yesterday = TODAY - timedelta(days=1)
    with here.database.begin() as connection:
        wanted = subscriptions.Wanted(MUTUALITY, "NRP", "CSI/2026/145", date(2020, 1, 1))
        subscriptions.add(connection, wanted, yesterday)
    send_replacements(here.home, 1, [Event("replaced", "E1", ssin=PERSONS[0], replaced_by=PERSONS[5])])
    within(RECOVERY, lambda: len(answers(here, SOURCE, "RSP")) == 2)
    for _ in range(2):
        status, _ = here.trigger("subscription_emit", {"day": str(TODAY)})
        assert status == 200
    within(RECOVERY, lambda: len(ended(here, "subscription_emit")) >= 2)
    assert [path.name.split(".")[2] for path in answers(here, MUTUALITY, "NRP")] == [
        f"{d:%Y%m%d}" for d in (yesterday, TODAY)
    ]
    assert "replaced" in answers(here, MUTUALITY, "NRP")[1].read_text()


@pytest.mark.parametrize(
    ("dag", "conf"),
    [
        ("subscription_emit", {"day": "yesterday"}),
        ("file_decision", {"file_id": 0, "decision": "release", "reason": "it was meant"}),
        ("file_decision", {"file_id": 1, "decision": "delete", "reason": "it was meant"}),
        ("file_decision", {"file_id": 1, "decision": "release"}),
    ],
)
def test_a_form_takes_nothing_that_cannot_be(here: Installation, dag: str, conf: dict[str, object]) -> None:
    status, said = here.trigger(dag, conf)
    assert status == 400, said


def test_a_file_is_decided_on_by_a_form_and_its_sender_told(here: Installation) -> None:
    name = send_registrations(here.home, FUND, 9, [Record(PERSONS[3], "2021-01-01")])
    within(RECOVERY, lambda: state(here, name) == "PARKED")
    with here.database.connect() as connection:
        file_id = connection.scalar(select(file.c.id).where(file.c.name == name))
    here.trigger("file_decision", {"file_id": file_id, "decision": "refuse", "reason": "its sender asked for it"})
    within(RECOVERY, lambda: state(here, name) == "REFUSED")
    assert "its sender asked for it" in within(PROMISED, lambda: answers(here, FUND, "ACK")[2:])[0].read_text()


def test_after_all_that_the_register_is_true_and_told_once(here: Installation) -> None:
    verified = here.raas("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    with here.database.connect() as connection:
        held = Counter(map(str, connection.scalars(select(line.c.ssin))))
        unpublished = connection.scalars(select(sent_file.c.name).where(sent_file.c.published_at.is_(None))).all()
    assert held == Counter([PERSONS[5], *PERSONS[1:4]])
    assert unpublished == []


def test_no_log_and_no_metadata_of_airflow_holds_a_person(here: Installation) -> None:
    logs = [path for folder in ("log", "airflow") for path in (here.home / folder).rglob("*") if path.is_file()]
    assert any("task_id=apply" in str(path) for path in logs)
    persons = re.compile("|".join([*PERSONS, "Peeters"]))
    assert [path for path in logs if persons.search(path.read_text(errors="replace"))] == []
    with here.database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        assert connection.scalar(select(file.c.id).limit(1))
    assert [table for table, row in rows_of_airflow(here) if persons.search(row)] == []


def answers(here: Installation, organisation: str, flow: str) -> list[Path]:
    """What an organisation can download of a flow, each with its voucher, in order."""
    vouchers = sorted((here.home / "outbox" / organisation).glob(f"{flow}.*.voucher.xml"))
    return [voucher.with_name(voucher.name.replace(".voucher", "")) for voucher in vouchers]


def state(here: Installation, name: str) -> str | None:
    with here.database.connect() as connection:
        found: str | None = connection.scalar(select(file.c.state).where(file.c.name == name))
    return found


def ended(here: Installation, dag: str) -> list[str]:
    """The runs of a DAG that were asked for by hand and went well."""
    _, runs = here.ask("GET", f"/api/v2/dags/{dag}/dagRuns?state=success&run_type=manual")
    return [run["dag_run_id"] for run in runs["dag_runs"]]


def rows_of_airflow(here: Installation) -> Iterator[tuple[str, str]]:
    """Every row of Airflow's metadata, as text."""
    metadata = create_engine(here.environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"])
    with metadata.connect() as connection:
        for table in inspect(metadata).get_table_names():
            for row in connection.scalars(select(literal_column("t::text")).select_from(named(table).alias("t"))):
                yield table, row
    metadata.dispose()
