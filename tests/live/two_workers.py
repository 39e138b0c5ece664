"""Two workers that share the database and object storage, nothing else: one dies in the middle, the other goes on."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

import psutil
import pytest
from live.installation import Installation, free_port, started, within
from making import MUTUALITY, SOURCE, Person, Record, population, registrations, ssin, voucher
from making import file_name as named
from thorough import SAME_EVERY_TIME

from raas_batch.store import organisations

RECOVERY = 240
BUCKETS = ("inbox", "outbox", "archive")


@contextmanager
def cluster() -> Iterator[tuple[Installation, list["Worker"], "Storage"]]:
    """Redis, object storage, the components of one machine, and two workers with nothing of their own but a folder."""
    with ExitStack() as running:
        home = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="raas-live-", ignore_cleanup_errors=True)))
        home.chmod(0o755)
        storage = running.enter_context(storage_service())
        said = {
            "AIRFLOW__CELERY__BROKER_URL": f"redis://127.0.0.1:{running.enter_context(redis(home))}/0",
            "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
            "AIRFLOW__API_AUTH__JWT_SECRET": "for-this-test-alone-" * 4,
            "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "20",
            **storage.settings,
        }
        installation = running.enter_context(started(home, **said))
        workers = [running.enter_context(Worker.started(home, name, installation, said)) for name in ("one", "two")]
        yield installation, workers, storage


@pytest.mark.skipif(
    SAME_EVERY_TIME and (os.cpu_count() or 1) < 4, reason="takes three minutes of two processors: THOROUGH=2 make test"
)
@pytest.mark.skipif(not shutil.which("redis-server"), reason="install redis-server (Debian) to run it")
def test_a_worker_that_dies_in_the_middle_of_a_file_is_replaced_by_the_other() -> None:
    with cluster() as (here, workers, storage):
        with here.database.begin() as connection:
            organisations.add(connection, SOURCE, "Authentic source", "AUTHENTIC_SOURCE")
            organisations.add(connection, MUTUALITY, "Mutuality", "USER")
            organisations.add_dossier_type(connection, MUTUALITY, "EMPLOYEE", "Employee", date(2000, 1, 1), None)
        storage.drop(named("POP", SOURCE, 1), population(1, [Person(ssin(0))]))
        within(RECOVERY, lambda: storage.answers(SOURCE, "RSP"))

        with here.standing_still(MUTUALITY):
            storage.drop(named("REG", MUTUALITY, 1), registrations(MUTUALITY, 1, [Record(ssin(0), "2020-01-01")]))
            busy = within(RECOVERY, lambda: [worker for worker in workers if worker.waits_in_apply(here)])
            assert len(busy) == 1
            busy[0].die()
        within(RECOVERY, lambda: storage.answers(MUTUALITY, "RSP"))
        assert [len(storage.answers(MUTUALITY, kind)) for kind in ("ACK", "RSP")] == [1, 1]
        assert not any(path.is_file() for worker in workers for path in (worker.home / "raas").rglob("*"))
        verified = here.raas("verify")
        assert verified.returncode == 0, verified.stdout + verified.stderr


class Worker:
    """One worker, as on a machine of its own: its folders are its own, its settings come from the environment."""

    def __init__(self, home: Path, process: subprocess.Popen[bytes]) -> None:
        self.home = home
        self._process = process

    @classmethod
    @contextmanager
    def started(cls, under: Path, name: str, here: Installation, said: dict[str, str]) -> Iterator["Worker"]:
        home = under / f"worker-{name}"
        home.mkdir()
        own = {
            "RAAS_HOME": str(home / "raas"),
            "AIRFLOW_HOME": str(home / "airflow"),
            "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(free_port()),
        }
        command = [sys.executable, "-m", "airflow", "celery", "worker", "-H", f"{name}@here", "-c", "2"]
        with (home / "log").open("wb") as log:
            environment = os.environ | here.environment | said | own
            process = subprocess.Popen(
                command, env=environment, cwd=home, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        worker = cls(home, process)
        try:
            yield worker
        finally:
            worker.die(signal.SIGTERM)

    def waits_in_apply(self, here: Installation) -> bool:
        """Whether a task of this worker stands in the middle of applying a file."""
        return not set(here.waiting_for_a_lock()).isdisjoint(process.pid for process in self._all())

    def die(self, by: int = signal.SIGKILL) -> None:
        """End all its processes at once, as a machine that loses its power does; or ask it to end."""
        for process in self._all() if by == signal.SIGKILL else [self._process]:
            process.send_signal(by)
        try:
            self._process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.die()

    def _all(self) -> list[psutil.Process]:
        try:
            own = psutil.Process(self._process.pid)
            return [own, *own.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []


class Storage:
    """An S3-compatible service; partners reach it with a client of their own."""

    def __init__(self, endpoint: str) -> None:
        import s3fs

        self.settings = {
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_ACCESS_KEY_ID": "register",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "us-east-1",
        } | {f"RAAS_{bucket.upper()}_URL": f"s3://{bucket}" for bucket in BUCKETS}
        self._client = s3fs.S3FileSystem(
            endpoint_url=endpoint, key="partner", secret="secret", use_listings_cache=False, skip_instance_cache=True
        )
        for bucket in BUCKETS:
            self._client.mkdir(bucket)

    def drop(self, name: str, content: bytes) -> None:
        """Put a file of one record in its sender's inbox, the voucher last."""
        folder = f"inbox/{name.split('.')[1]}"
        self._client.pipe(f"{folder}/{name}", content)
        self._client.pipe(f"{folder}/{name.removesuffix('.xml')}.voucher.xml", voucher(name, content, 1))

    def answers(self, organisation: str, flow: str) -> list[str]:
        return sorted(self._client.glob(f"outbox/{organisation}/{flow}.*.voucher.xml"))


@contextmanager
def storage_service() -> Iterator[Storage]:
    from moto.server import ThreadedMotoServer

    port = free_port()
    server = ThreadedMotoServer("127.0.0.1", port, verbose=False)
    server.start()
    try:
        yield Storage(f"http://127.0.0.1:{port}")
    finally:
        server.stop()


@contextmanager
def redis(home: Path) -> Iterator[int]:
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(home)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)
