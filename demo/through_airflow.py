"""Runs the DAGs, by ``dag.test()``: in this process, without scheduler or web server.

Airflow's metadata are beside the register, in the program's own PostgreSQL.
"""

import os
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from raas_batch.settings import BRUSSELS, Settings
from raas_batch.store.engine import embedded_url

DAGS = Path(__file__).parents[1] / "dags"
ORDER = "reference_ingest", "registration_ingest", "services_ingest"


def take_in() -> bool:
    """Run every DAG that takes files in. Returns whether all went well."""
    states = [dags()[name].test().state for name in ORDER]
    return set(states) == {"success"}


def night_falls(day: date) -> bool:
    """Run the DAG that writes the daily files, as it runs in the night after a day. Returns whether all went well."""
    emit = dags()["subscription_emit"]
    emit.deadline = None  # Airflow 3.3's dag.test() stumbles over one when the run ends
    night = datetime.combine(day + timedelta(days=1), time(2), BRUSSELS)
    return bool(emit.test(run_after=night, logical_date=None).state == "success")


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
