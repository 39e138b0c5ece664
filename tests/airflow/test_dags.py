"""The DAGs over real files, in a real Airflow; each takes a second or two."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from dag_runs import archived, states, tasks
from making import (
    FUND,
    MUTUALITY,
    Event,
    Person,
    Question,
    Record,
    drop,
    file_name,
    send_consultations,
    send_population,
    send_registrations,
    send_replacements,
    ssin,
)
from reading import answer
from sqlalchemy import select

from raas_batch.population import stations as population
from raas_batch.store.engine import engine
from raas_batch.store.tables import file, line

DAGS = (
    "file_decision",
    "housekeeping",
    "reference_ingest",
    "registration_ingest",
    "services_ingest",
    "subscription_emit",
)
PROOFS = ("housekeeping",)
"""They hold nobody up, and read the whole register."""

RunDag = Callable[[str], Any]


def test_airflow_reads_every_dag(bag: Any) -> None:
    assert bag.import_errors == {}
    assert sorted(bag.dags) == sorted(DAGS)


@pytest.mark.parametrize("name", DAGS)
def test_a_dag_says_what_it_is_and_who_answers_for_it(bag: Any, name: str) -> None:
    dag = bag.dags[name]
    assert "When a task fails" in dag.doc_md
    assert dag.tags == set(name.split("_"))
    assert {task.owner for task in dag.tasks} == {"register"}


@pytest.mark.parametrize("name", DAGS)
def test_a_dag_never_runs_beside_itself_and_tries_again(bag: Any, name: str) -> None:
    dag = bag.dags[name]
    assert (dag.catchup, dag.max_active_runs) == (False, 1)
    for task in dag.tasks:
        assert task.retries == 2
        assert task.retry_exponential_backoff
        assert task.execution_timeout <= (timedelta(hours=12) if name in PROOFS else timedelta(hours=2))


def test_files_of_the_source_and_of_two_organisations_are_answered(partners: Path, run_dag: RunDag) -> None:
    send_population(partners, 1, [Person(ssin(0)), Person(ssin(1))])
    send_registrations(partners, MUTUALITY, 1, [Record(ssin(0), "2020-01-01"), Record(ssin(2), "2020-01-01")])
    send_registrations(partners, FUND, 1, [Record(ssin(1), "2020-01-01")])
    send_registrations(partners, FUND, 3, [Record(ssin(1), "2021-01-01")])
    drop(partners, FUND, file_name("REG", FUND, 2), b"<no", b"<voucher")

    assert run_dag("reference_ingest").state == "success"
    assert run_dag("registration_ingest").state == "success"

    assert states() == {
        "POP.0200000043.20261122.00001.T.xml": "ANSWERED",
        "REG.0314595348.20261122.00001.T.xml": "ANSWERED",
        "REG.0428759497.20261122.00001.T.xml": "ANSWERED",
        "REG.0428759497.20261122.00002.T.xml": "REFUSED",
        "REG.0428759497.20261122.00003.T.xml": "PARKED",
    }
    assert counts(MUTUALITY) == [(2, 1, 1)]
    assert len(list((partners / "outbox" / FUND).glob("ACK.*.voucher.xml"))) == 3
    assert len(list((partners / "outbox" / FUND).glob("RSP.*.voucher.xml"))) == 1


def test_persons_then_replacements_of_the_same_drop_are_taken_and_lines_follow(partners: Path, run_dag: RunDag) -> None:
    send_population(partners, 1, [Person(ssin(0))])
    send_registrations(partners, MUTUALITY, 1, [Record(ssin(0), "2020-01-01")])
    run_dag("reference_ingest")
    run_dag("registration_ingest")

    send_population(partners, 2, [Person(ssin(1))])
    send_replacements(partners, 1, [Event("replaced", "E1", ssin=ssin(0), replaced_by=ssin(1))])
    send_registrations(partners, MUTUALITY, 2, [Record(ssin(0), "2019-01-01", "2019-12-31")])
    run = run_dag("reference_ingest")
    assert run.state == "success"
    ended = {task.task_id: task.end_date for task in run.get_task_instances()}
    assert ended["POP.answer"] < ended["RPL.claim"] < ended["RPL.answer"] < ended["MUT.claim"]
    assert held_ssins() == [ssin(1)]

    run_dag("registration_ingest")
    assert set(states().values()) == {"ANSWERED"}
    assert held_ssins() == [ssin(1), ssin(1)]


def test_a_question_is_answered_after_the_registrations_of_the_same_drop(partners: Path, run_dag: RunDag) -> None:
    send_population(partners, 1, [Person(ssin(0))])
    send_registrations(partners, MUTUALITY, 1, [Record(ssin(0), "2020-01-01")])
    asked = send_consultations(partners, MUTUALITY, 1, [Question(ssin(0)), Question(ssin(9))])
    assert run_dag("services_ingest").state == "success"  # it takes all from the inbox, and leaves what is not its own
    assert states()[asked] == "ACCEPTED"
    run_dag("reference_ingest")
    run_dag("registration_ingest")
    assert run_dag("services_ingest").state == "success"
    assert set(states().values()) == {"ANSWERED"}
    assert answer(partners, MUTUALITY, "RSP", asked).consulted == {
        "Q1": [(ssin(0), "EMPLOYEE", "2020-01-01", None)], "Q2": [],
    }  # fmt: skip


def test_replacements_are_claimed_although_persons_failed_and_the_run_says_so(partners: Path, run_dag: RunDag) -> None:
    lost = send_population(partners, 1, [Person(ssin(0))])
    population.claim()
    archived(lost).unlink()
    replaced = send_replacements(partners, 1, [])

    run = run_dag("reference_ingest")
    assert run.state == "failed"
    assert dict(tasks(run))["RPL.claim"] == "success"
    assert (states()[lost], states()[replaced]) == ("RECEIVED", "ACCEPTED")


def counts(sender: str) -> list[tuple[int, int, int]]:
    with engine().connect() as connection:
        rows = connection.execute(select(file.c.read, file.c.ok, file.c.nok).where(file.c.sender == sender))
        return [tuple(row) for row in rows]


def held_ssins() -> list[str]:
    with engine().connect() as connection:
        return list(connection.scalars(select(line.c.ssin)))
