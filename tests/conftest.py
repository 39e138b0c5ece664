"""One PostgreSQL for the whole run, started as the program starts its own; every test has an empty register."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from emptying import empty
from making import FUND, MUTUALITY, SOURCE
from sqlalchemy import Connection, Engine, text

from raas_batch.settings import Settings
from raas_batch.store import organisations
from raas_batch.store.engine import embedded_url, engine
from raas_batch.store.migrate import upgrade

ROOT = Path(__file__).parents[1]
BEGIN = "2000-01-01"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long goes first; tests in Airflow go last, for it rearranges the logging of its process."""
    places = {"live": 0, "test_demo.py": 1, "airflow": 3}
    items.sort(key=lambda item: places.get(item.path.name, places.get(item.path.parent.name, 2)))


@pytest.fixture(scope="session")
def server() -> str:
    """URL of a migrated, empty register."""
    # Not under pytest's folder: that is closed to other users, and as root the server runs as one.
    folder = Path(tempfile.mkdtemp(prefix="raas-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # runs after the server has stopped
    url = embedded_url(Settings(home=folder), "raas_test")
    database = engine(Settings(database_url=url.render_as_string(hide_password=False)))
    upgrade(database)
    with database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # Processes die in these tests, the machine does not: what the server wrote need not be on the disk.
        connection.execute(text("alter system set fsync = off"))
        connection.execute(text("select pg_reload_conf()"))
    return url.render_as_string(hide_password=False)


@pytest.fixture
def database(server: str, home: Path) -> Engine:
    """The engine of the empty register that ``home`` uses."""
    return engine()


@pytest.fixture
def connection(database: Engine) -> Iterator[Connection]:
    """A connection to the empty register; what it does is rolled back."""
    with database.connect() as open_connection:
        yield open_connection


@pytest.fixture
def home(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """RAAS_HOME of a test: no file anywhere, no row in the register."""
    for name in [name for name in os.environ if name.startswith("RAAS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("RAAS_HOME", str(tmp_path))
    monkeypatch.setenv("RAAS_DATABASE_URL", server)
    with engine().begin() as opened:
        empty(opened)
    return tmp_path


@pytest.fixture
def partners(home: Path) -> Path:
    """``home`` with an authentic source, and two users that know EMPLOYEE (open), FORMER (up to 2019) and STUDENT."""
    from datetime import date

    with engine().begin() as opened:
        organisations.add(opened, SOURCE, "Authentic source", "AUTHENTIC_SOURCE")
        for cbe_number, name in ((MUTUALITY, "Mutuality"), (FUND, "Fund")):
            organisations.add(opened, cbe_number, name, "USER")
            for code, end in (("EMPLOYEE", None), ("STUDENT", None), ("FORMER", date(2019, 12, 31))):
                organisations.add_dossier_type(opened, cbe_number, code, code.title(), date(2000, 1, 1), end)
    return home


@pytest.fixture
def run() -> Callable[[], None]:
    """Take every waiting file through every station, as ``raas run`` does."""
    from raas_batch.flows import take_all

    def take_all_well() -> None:
        assert take_all() == []

    return take_all_well


@pytest.fixture
def raas(home: Path) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """The installed command, in a process of its own."""
    command = str(Path(sys.executable).parent / "raas")

    def call(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run([command, *arguments], capture_output=True, text=True, check=False, cwd=home)

    return call
