"""The demo is the first thing a newcomer runs: it must end well, with every file where the samples promise it."""

import csv
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree
from making import FUND, MUTUALITY

from raas_batch.settings import Settings
from raas_batch.store import ledger, overview, subscriptions
from raas_batch.store.engine import engine

ROOT = Path(__file__).parents[2]


def test_the_demo_leaves_every_file_where_the_samples_promise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RAAS_DATABASE_URL", raising=False)
    environment = os.environ | {"RAAS_HOME": str(tmp_path)}
    command = [sys.executable, str(ROOT / "demo" / "run.py")]
    played = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=240)
    assert played.returncode == 0, played.stdout + played.stderr
    assert "accepted records say: all of them" in played.stdout

    with engine(Settings(home=tmp_path)).connect() as connection:
        rows = overview.listed(connection)
        kept = ledger.verify(connection)
    assert {row.name: row.state + (f" {row.ok}+{row.nok}" if row.ok is not None else "") for row in rows} == promised()
    assert heard(tmp_path, MUTUALITY, "NRP") == [["replaced", "canceled"], ["revoked"]]
    assert heard(tmp_path, FUND, "NRP") == [["replaced"], ["revoked"]]
    assert heard(tmp_path, MUTUALITY, "NMU") == [["mutation", "mutation"], []]
    assert heard(tmp_path, MUTUALITY, "NNE") == [["message", "message"], []]
    assert "withheld: decease" in played.stdout
    assert (kept.entries, kept.wrong) == (10, [])
    assert "What it costs" in played.stdout
    assert len(list((tmp_path / "statements").glob("statement.*.T.so-far.html"))) == 6


def test_the_demo_subscribes_once_however_often_it_is_played(home: Path) -> None:
    scene = runpy.run_path(str(ROOT / "demo" / "scene.py"))
    for _ in range(2):
        scene["prepare"]()
    with engine().connect() as connection:
        assert len(subscriptions.listed(connection)) == 5


def promised() -> dict[str, str]:
    with (ROOT / "samples" / "demo" / "expect.csv").open(encoding="utf-8") as table:
        return {row["file"]: row["inbox-4"] for row in csv.DictReader(table, delimiter=";")}


def heard(home: Path, organisation: str, flow: str) -> list[list[str]]:
    """The kinds of events in each daily file of an organisation."""
    files = sorted((home / "outbox" / organisation).glob(f"{flow}.*.T.xml"))
    return [[str(event.tag) for event in etree.parse(file).iterfind("*/*[@logNumber]")] for file in files]
