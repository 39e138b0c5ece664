"""The demo is the first thing a newcomer runs: it must end well, with every file where the samples promise it."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from raas_batch.settings import Settings
from raas_batch.store import overview
from raas_batch.store.engine import engine

ROOT = Path(__file__).parents[2]


def test_the_demo_leaves_every_file_where_the_samples_promise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RAAS_DATABASE_URL", raising=False)
    environment = os.environ | {"RAAS_HOME": str(tmp_path)}
    command = [sys.executable, str(ROOT / "demo" / "run.py")]
    played = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=120)
    assert played.returncode == 0, played.stdout + played.stderr
    assert "accepted records say: all of them" in played.stdout

    with engine(Settings(home=tmp_path)).connect() as connection:
        rows = overview.listed(connection)
    assert {row.name: row.state + (f" {row.ok}+{row.nok}" if row.ok is not None else "") for row in rows} == promised()


def promised() -> dict[str, str]:
    with (ROOT / "samples" / "demo" / "expect.csv").open(encoding="utf-8") as table:
        return {row["file"]: row["inbox-4"] for row in csv.DictReader(table, delimiter=";")}
