"""Starts everything of the register on this machine, in order, and says when it is ready: ``make up``.

PostgreSQL, tables and pools; then the api-server, whose first answer is slow and would cost a task; then the others.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from environment import POOLS, environment, keep
from rich.console import Console
from supervision import CONFIGURATION, is_up, supervisor

from raas_batch.settings import Settings, installation
from raas_batch.store.engine import engine
from raas_batch.store.migrate import upgrade

PATIENCE = 180.0
"""Seconds that a component may take to be ready."""
OTHERS = ("scheduler", "dag-processor", "triggerer")

console = Console(highlight=False)


class NotReady(Exception):
    """A component did not start in time."""


def main() -> None:
    settings = installation()
    if is_up(settings):
        console.print(f"everything in {settings.home} is up already; `make down` stops it")
        return
    began = monotonic()
    try:
        start(settings)
    except (NotReady, subprocess.CalledProcessError) as failure:
        console.print(f"[red]not up[/]: {failure}; {settings.home}/log tells more, `make down` stops what did start")
        sys.exit(1)
    console.print(f"ready after {monotonic() - began:.0f} s\n")


def start(settings: Settings) -> None:
    for folder in ("run", "log"):
        (settings.home / folder).mkdir(parents=True, exist_ok=True)
    said = environment(settings)
    keep(said, settings.home / "run" / "environment")
    told("PostgreSQL runs; the tables are made")
    upgrade(engine(settings))
    airflow(said, "db", "migrate")
    airflow(said, "pools", "import", str(POOLS))
    subprocess.run([Path(sys.executable).with_name("supervisord"), "-c", CONFIGURATION], env=said, check=True)
    programs = supervisor(settings)
    programs.startProcess("postgresql")
    programs.startProcess("api-server")
    address = said["AIRFLOW__API__BASE_URL"]
    until("the api-server", lambda: answers(f"{address}/execution/health"))
    told("Airflow's api-server answers")
    for program in OTHERS:
        programs.startProcess(program, False)
    until("Airflow", lambda: all_healthy(answers(f"{address}/api/v2/monitor/health")))
    sign_in(settings, address)


def airflow(said: dict[str, str], *arguments: str) -> None:
    """Run a command of Airflow; what it says goes to a log."""
    with (Path(said["RAAS_HOME"]) / "log" / "airflow-setup.log").open("ab") as log:
        command = [sys.executable, "-m", "airflow", *arguments]
        subprocess.run(command, env=said, check=True, stdout=log, stderr=subprocess.STDOUT)


def until(what: str, is_so: Callable[[], Any]) -> None:
    """Wait until something is so."""
    latest = monotonic() + PATIENCE
    while not is_so():
        if monotonic() > latest:
            raise NotReady(f"{what} was not ready within {PATIENCE:.0f} s")
        sleep(0.5)


def answers(url: str) -> Any:
    """What a JSON page says; None while nothing answers."""
    try:
        with urlopen(url, timeout=30) as page:
            return json.load(page)
    except (URLError, TimeoutError, ConnectionError):
        return None


def all_healthy(health: dict[str, dict[str, str | None]] | None) -> bool:
    return bool(health) and all(component["status"] == "healthy" for component in health.values())


def sign_in(settings: Settings, address: str) -> None:
    """Say where and how an operator signs in, and what to do in this terminal."""
    users = json.loads((settings.home / "airflow" / "simple_auth_manager_passwords.json.generated").read_text())
    told(f"Airflow: [bold]{address}[/], " + ", ".join(f"user {name}, password {word}" for name, word in users.items()))
    told(f"files are taken from [bold]{settings.inbox}[/], answers are in {settings.outbox}")
    told(f"[bold]. {settings.home}/run/environment[/] lets `raas` and `airflow` in this terminal reach the same")


def told(sentence: str) -> None:
    console.print(sentence, soft_wrap=True)


if __name__ == "__main__":
    os.chdir(Path(__file__).parents[2])
    main()
