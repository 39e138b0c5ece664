"""What every component on this machine is told: the settings of the register and of Airflow, in one environment.

What the operator has set stays as it is. ``run/environment`` keeps it, so that a terminal can be told the same.
"""

import os
import shlex
import sys
from pathlib import Path

from raas_batch.settings import Settings
from raas_batch.store.engine import embedded_url, register_url

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
POOLS = HERE.parent / "airflow" / "pools.json"
AIRFLOW = "airflow"
"""Name of Airflow's own database in our server."""


def environment(settings: Settings) -> dict[str, str]:
    """The environment of all components; starts our own PostgreSQL, in which both databases lie."""
    port = os.environ.get("AIRFLOW__API__PORT", "8080")
    address = f"http://127.0.0.1:{port}"
    metadata = embedded_url(settings, AIRFLOW).render_as_string(hide_password=False)
    ours = {
        "RAAS_HOME": str(settings.home.resolve()),
        "RAAS_DATABASE_URL": register_url(settings).render_as_string(hide_password=False),
        "RAAS_PYTHON": sys.executable,
        "AIRFLOW_HOME": str(settings.home.resolve() / "airflow"),
        "AIRFLOW__API__BASE_URL": address,
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": port,
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{address}/execution/",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PARALLELISM": "4",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": metadata,
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC": metadata,
        # A scheduler that starts again takes up what its predecessor had begun as soon as that one counts as dead.
        "AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "20",
        "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_THRESHOLD": "20",
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "60",
        "AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT": "30",
    }
    return ours | os.environ


def keep(said: dict[str, str], kept: Path) -> None:
    """Write down what the components are told, for a shell to read and for its owner alone."""
    ours = {name: value for name, value in sorted(said.items()) if name.startswith(("RAAS_", "AIRFLOW_"))}
    kept.touch(0o600)
    commands = f'export PATH={shlex.quote(str(Path(sys.executable).parent))}:"$PATH"\n'  # raas, airflow, supervisorctl
    kept.write_text("".join(f"export {name}={shlex.quote(value)}\n" for name, value in ours.items()) + commands)
