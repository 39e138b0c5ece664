"""Runs the DAGs that take files in, by ``dag.test()``: in this process, without scheduler or web server.

Airflow's metadata are beside the register, in the program's own PostgreSQL.
"""

import os
from functools import cache
from pathlib import Path
from typing import Any

from raas_batch.settings import Settings
from raas_batch.store.engine import embedded_url

DAGS = Path(__file__).parents[1] / "dags"
ORDER = "reference_ingest", "registration_ingest"


def take_in() -> bool:
    """Run every DAG once. Returns whether all went well."""
    states = [dags()[name].test().state for name in ORDER]
    return set(states) == {"success"}


@cache
def dags() -> dict[str, Any]:
    """Set Airflow up and let it read the DAGs."""
    settings = Settings()
    metadata = embedded_url(settings, "airflow").render_as_string(hide_password=False)
    os.environ |= {
        "AIRFLOW_HOME": str(settings.home / "airflow"),
        "AIRFLOW__CORE__DAGS_FOLDER": str(DAGS),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": metadata,
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC": metadata,
    }
    # Only now: Airflow reads its settings when it is imported.
    from airflow.dag_processing.dagbag import DagBag
    from airflow.utils.db import initdb

    initdb()
    found: dict[str, Any] = DagBag(DAGS).dags
    return found
