"""An installation of the register on this machine, as ``make up`` starts it, and what its operator can do to it."""

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from sqlalchemy import Engine, text
from supervisor.childutils import getRPCInterface

from raas_batch.settings import Settings
from raas_batch.store import locks
from raas_batch.store.engine import engine

MACHINE = Path(__file__).parents[2] / "deploy" / "machine"
PORTS = "AIRFLOW__API__PORT", "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT", "AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT"


class Installation:
    """One running installation; its home, its database, and Airflow's API as a signed-in operator reaches it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        kept = (home / "run" / "environment").read_text().splitlines()
        said = (shlex.split(line)[1].split("=", 1) for line in kept)
        self.environment = {name: value for name, value in said if name != "PATH"}
        self.address = self.environment["AIRFLOW__API__BASE_URL"]
        self._token: str | None = None

    @property
    def database(self) -> Engine:
        return engine(Settings(home=self.home, database_url=self.environment["RAAS_DATABASE_URL"]))

    def raas(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """The command line, in a terminal that was told of this installation."""
        command = [str(Path(sys.executable).with_name("raas")), *arguments]
        said = os.environ | self.environment
        return subprocess.run(command, capture_output=True, text=True, check=False, env=said)

    def pid(self, program: str) -> int:
        """The process of a component; 0 while it is not there."""
        with getRPCInterface({"SUPERVISOR_SERVER_URL": f"unix://{self.home}/run/supervisor.sock"}) as supervisor:
            return int(supervisor.supervisor.getProcessInfo(program)["pid"])

    def kill(self, program: str) -> None:
        """Let a component die as if the machine had killed it."""
        os.kill(self.pid(program), signal.SIGKILL)

    @contextmanager
    def standing_still(self, organisation: str) -> Iterator[None]:
        """Nothing changes this organisation's lines meanwhile: whoever applies a file of it waits in the middle."""
        with self.database.begin() as connection:
            locks.alone(connection, locks.Purpose.REGISTER, organisation)
            yield

    def waiting_for_a_lock(self) -> list[int]:
        """The processes of ours that wait in the database until somebody lets go."""
        waiting = text("select application_name from pg_stat_activity where wait_event_type = 'Lock'")
        with self.database.connect() as connection:
            names = connection.scalars(waiting).all()
        return [int(name.split()[1]) for name in names if name.startswith("raas ")]

    def trigger(self, dag: str, conf: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Trigger a DAG by its form; gives the HTTP status and what Airflow says."""
        return self.ask("POST", f"/api/v2/dags/{dag}/dagRuns", {"logical_date": None, "conf": conf})

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
        """One call of Airflow's API, signed in as the user that ``make up`` names."""
        if self._token is None:
            words = json.loads((self.home / "airflow" / "simple_auth_manager_passwords.json.generated").read_text())
            [(user, word)] = words.items()
            _, answer = _call(f"{self.address}/auth/token", "POST", {"username": user, "password": word}, {})
            self._token = answer["access_token"]
        return _call(self.address + path, method, body, {"Authorization": f"Bearer {self._token}"})


def _call(url: str, method: str, body: Any, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
    sent = None if body is None else json.dumps(body).encode()
    request = Request(url, sent, {"Content-Type": "application/json", **headers}, method=method)
    try:
        with urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)
    except HTTPError as refusal:
        with refusal:
            return refusal.code, json.load(refusal)


@contextmanager
def started(home: Path, **settings: str) -> Iterator[Installation]:
    """Start an installation in an empty folder, on ports of its own; stop it afterwards."""
    ports = {name: str(free_port()) for name in PORTS}
    said = {name: value for name, value in os.environ.items() if not name.startswith(("RAAS_", "AIRFLOW_"))}
    said |= {"RAAS_HOME": str(home), **ports, **settings}
    try:
        run("up", said)
        yield Installation(home)
    finally:
        run("down", said)


def run(script: str, said: dict[str, str]) -> str:
    """What ``make up`` and ``make down`` do."""
    command = [sys.executable, str(MACHINE / f"{script}.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=said, timeout=400)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def within(seconds: float, is_so: Callable[[], Any]) -> Any:
    """Wait until something is so; gives what it is, or fails."""
    latest = monotonic() + seconds
    while not (found := is_so()):
        assert monotonic() < latest, f"not so within {seconds:.0f} s"
        sleep(0.2)
    return found
