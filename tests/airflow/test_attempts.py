"""How often tasks are tried and in which pool they wait, as Airflow itself reads it."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from raas_batch.errors import WrongUse
from raas_batch.intake.decide import NotUndecided
from raas_batch.isolation import StationDefective, StationFailed

POOLS = Path(__file__).parents[2] / "deploy" / "airflow" / "pools.json"
MAY_PASS = [OperationalError("select 1", None, Exception()), OSError(28, "no space"), StationFailed("admit", [1])]
LASTS = [StationDefective("admit", [1]), WrongUse("no"), ValueError(), AssertionError(), NotUndecided(1, None, "HELD")]


@pytest.mark.parametrize("error", [*MAY_PASS, *LASTS], ids=lambda error: type(error).__name__)
def test_only_what_may_pass_is_tried_again(bag: Any, error: Exception) -> None:
    for dag in bag.dags.values():
        for task in dag.tasks:
            decision = task.retry_policy.evaluate(error, try_number=1, max_tries=2)
            assert decision.action.value == ("fail" if error in LASTS else "default")


def test_every_pool_that_a_task_waits_in_is_imported_and_writers_wait_in_one(bag: Any) -> None:
    known = {"default_pool", *json.loads(POOLS.read_text())}
    pools = {(task.task_id.rpartition(".")[2], task.pool) for dag in bag.dags.values() for task in dag.tasks}
    assert {pool for _, pool in pools} == known
    assert {name for name, pool in pools if pool == "register"} == {"apply", "emit"}
