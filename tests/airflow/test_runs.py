"""What a run of a DAG says of itself, and what goes from task to task, in a real Airflow."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from dag_runs import archived, states, tasks
from making import FUND, MUTUALITY, Person, Record, send_population, send_registrations, ssin
from sqlalchemy import select

from raas_batch.registration import stations

BY_HAND = ("file_decision",)
PROOFS = ("housekeeping",)
"""They hold nobody up, and read the whole register."""

RunDag = Callable[[str], Any]


@pytest.mark.usefixtures("partners")
def test_a_run_that_finds_nothing_is_a_success(bag: Any, run_dag: RunDag) -> None:
    for name in set(bag.dags).difference(BY_HAND):
        run = run_dag(name)
        assert run.state == "success"
        later = {state for task, state in tasks(run) if task.endswith(("admit", "apply", "answer", "emit"))}
        assert later == (set() if name in PROOFS else {"skipped"})


def test_the_reference_is_announced_when_files_went_through(partners: Path, run_dag: RunDag) -> None:
    before = announcements()
    run_dag("reference_ingest")
    assert announcements() == before
    send_population(partners, 1, [Person(ssin(0))])
    run_dag("reference_ingest")
    assert announcements() == before + 1


def test_between_tasks_go_ids_of_files_only(partners: Path, run_dag: RunDag) -> None:
    send_registrations(partners, MUTUALITY, 1, [Record(ssin(0), "2020-01-01")])
    run = run_dag("registration_ingest")
    assert passed_on(run) == {"claim": [[[1]]], "admit": [[1]], "apply": [[1]], "answer": [[1]]}


def test_a_file_that_cannot_be_read_fails_the_run_and_stops_no_other(partners: Path, run_dag: RunDag) -> None:
    send_population(partners, 1, [Person(ssin(0))])
    run_dag("reference_ingest")
    lost = send_registrations(partners, MUTUALITY, 1, [Record(ssin(0), "2020-01-01")])
    other = send_registrations(partners, FUND, 1, [Record(ssin(0), "2020-01-01")])
    stations.claim()
    kept = archived(lost)
    kept.rename(kept.with_suffix(".away"))

    assert run_dag("registration_ingest").state == "failed"
    assert (states()[lost], states()[other]) == ("RECEIVED", "ANSWERED")

    kept.with_suffix(".away").rename(kept)
    assert run_dag("registration_ingest").state == "success"
    assert states()[lost] == "ANSWERED"


@pytest.mark.usefixtures("partners")
def test_a_register_that_cannot_be_reached_fails_the_run(run_dag: RunDag, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAAS_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    run = run_dag("registration_ingest")
    assert run.state == "failed"
    assert dict(tasks(run)) == {"claim": "failed"} | dict.fromkeys(
        ("admit", "apply", "answer", "all_went_on"), "upstream_failed"
    )


def announcements() -> int:
    from airflow.models.asset import AssetEvent, AssetModel
    from airflow.utils.session import create_session

    with create_session() as session:
        found = session.scalars(
            select(AssetEvent.id)
            .join(AssetModel, AssetModel.id == AssetEvent.asset_id)
            .where(AssetModel.name == "raas://reference")
        )
        return len(found.all())


def passed_on(run: Any) -> dict[str, list[Any]]:
    """What tasks left for others, by task."""
    from airflow.models.xcom import XComModel
    from airflow.utils.session import create_session

    passed: dict[str, list[Any]] = {}
    with create_session() as session:
        for xcom in session.scalars(XComModel.get_many(run_id=run.run_id, dag_ids=[run.dag_id])):
            passed.setdefault(xcom.task_id, []).append(XComModel.deserialize_value(xcom))
    return passed
