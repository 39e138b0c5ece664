"""A real Airflow in this process, its metadata beside the register. Nothing imports Airflow before ``airflow`` does."""

import logging
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text

HERE = Path(__file__).parent
DAGS = HERE.parents[1] / "dags"

AIRFLOWS_OWN_WARNINGS = (
    "ignore:GitWildMatchPattern:DeprecationWarning",  # how it reads .airflowignore
    "ignore:Using `httpx` with `starlette.testclient`",  # how it reaches its own API in this process
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What Airflow's own warnings are, is not ours to mend."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.airflow)
            for warning in AIRFLOWS_OWN_WARNINGS:
                item.add_marker(pytest.mark.filterwarnings(warning))


@pytest.fixture(scope="session")
def airflow(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Airflow with an empty metadata database in the server of the register; gives the folder of the DAGs."""
    metadata = make_url(server).set(database="airflow").render_as_string(hide_password=False)
    administration = create_engine(server, isolation_level="AUTOCOMMIT")
    with administration.connect() as connection:
        connection.execute(text("create database airflow"))
    administration.dispose()
    handlers = logging.getLogger().handlers[:]
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AIRFLOW_HOME", str(tmp_path_factory.mktemp("airflow")))
        environment.setenv("AIRFLOW__CORE__LOAD_EXAMPLES", "False")
        environment.setenv("AIRFLOW__CORE__DAGS_FOLDER", str(DAGS))
        environment.setenv("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", metadata)
        environment.setenv("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC", metadata)
        from airflow.settings import dispose_orm
        from airflow.utils.db import initdb

        initdb()
        yield DAGS
        dispose_orm()
    logging.getLogger().handlers[:] = handlers  # Airflow's write to a stream that ends with the tests


@pytest.fixture(scope="session")
def bag(airflow: Path) -> Any:
    """What Airflow reads in the folder of the DAGs."""
    from airflow.dag_processing.dagbag import DagBag

    return DagBag(airflow)


@pytest.fixture
def run_dag(bag: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Run a DAG to its end, each task once; returns its run. ``when`` is what else ``dag.test`` takes."""

    def run(name: str, **when: Any) -> Any:
        dag = bag.dags[name]
        monkeypatch.setattr(dag, "deadline", None)  # Airflow 3.3's dag.test() stumbles over one when the run ends
        for having_params in (dag, *dag.tasks):  # what a run is asked for stays in them
            monkeypatch.setattr(having_params, "params", deepcopy(having_params.params))
        for task in dag.tasks:
            monkeypatch.setattr(task, "retries", 0)
        return dag.test(**when)

    return run
