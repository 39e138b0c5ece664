"""A receiver with a folder of downloaded files, and its tool."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from making import ssin
from receiver.files import TYPE, Event, Key, Lines, Outbox
from typer.testing import CliRunner, Result

from raas_batch.receiver.cli import app

OLD, NEW, OTHER = (ssin(number) for number in range(3))


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    folder = tmp_path / "downloads"
    folder.mkdir()
    return folder


@pytest.fixture
def outbox(downloads: Path) -> Outbox:
    return Outbox(downloads)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "copy.sqlite"


@pytest.fixture
def verify(downloads: Path) -> Callable[..., Result]:
    """Run ``raas-verify`` on the folder, with these options."""
    return lambda *options: CliRunner().invoke(app, [str(downloads), *map(str, options)])


@pytest.fixture
def three_days(outbox: Outbox) -> list[Path]:
    """Three daily files: a replacement, nothing, another replacement."""
    return [
        outbox.nrp("2026-11-22", replacement(11, OLD, NEW, "2020-01-01..")),
        outbox.nrp("2026-11-23"),
        outbox.nrp("2026-11-24", replacement(12, NEW, OTHER, "2020-01-01..")),
    ]


def replacement(number: int, old: str, new: str, *lines: str) -> Event:
    """One number takes the place of another, and has these lines now."""
    return Event(number, old, {(old, TYPE): (), (new, TYPE): lines}, replaced_by=new)


def codes(result: Result) -> list[str]:
    """The codes of the problems that were printed, in their order."""
    return [word for line in result.stdout.splitlines() for word in line.split("  ")[1:2] if word.startswith("RAAS")]


def held(copy: Path) -> dict[Key, Lines]:
    """The lines of a copy."""
    found: dict[Key, Lines] = {}
    with closing(sqlite3.connect(copy)) as connection:
        for ssin, kind, begin, end in connection.execute("SELECT * FROM line ORDER BY ssin, dossier_type, begin_date"):
            found[ssin, kind] = (*found.get((ssin, kind), ()), f"{begin}..{end or ''}")
    return found


def everything(copy: Path) -> dict[str, list[str]]:
    """All that a copy holds, whatever the order in which it came."""
    tables = ("dossier", "line", "data_group", "message", "applied_file", "goes_on")
    with closing(sqlite3.connect(copy)) as connection:
        return {table: sorted(map(repr, connection.execute(f"SELECT * FROM {table}"))) for table in tables}  # noqa: S608
