"""What observing needs: a register in every state, made by real files; and who receives the figures."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from queue import Queue

import pytest
from making import (
    FUND,
    MUTUALITY,
    Person,
    Record,
    drop,
    file_name,
    registrations,
    send_population,
    send_registrations,
    ssin,
    voucher,
)
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest

from raas_batch.flows import FLOWS
from raas_batch.observing.observer import Observer
from raas_batch.settings import Settings

YEAR = ("2020-01-01", "2020-12-31")
TEN = [Record(ssin(number), *YEAR) for number in range(10)]

Shown = dict[str, dict[tuple[str, ...], float]]
"""Name of a figure, values of its labels, value."""


@pytest.fixture
def busy(partners: Path, run: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> Path:
    """``partners`` with a file in every state that ends a run, and three in the inbox, one without its voucher."""
    monkeypatch.setenv("RAAS_GUARD_FLOOR", "10")
    send_population(partners, 1, [Person(ssin(number)) for number in range(10)])
    first = send_registrations(partners, MUTUALITY, 1, [*TEN, Record(ssin(99), *YEAR), Record(ssin(98), *YEAR)])
    content = (partners / "inbox" / MUTUALITY / first).read_bytes()
    again = first.replace("20261122", "20261123")
    drop(partners, MUTUALITY, again, content, voucher(again, content, 12))  # DUPLICATE
    send_registrations(partners, MUTUALITY, 4, TEN)  # 2 and 3 are missing: PARKED
    send_registrations(partners, MUTUALITY, 5, [Record("1", *YEAR)])  # REFUSED
    send_registrations(partners, FUND, 1, [Record(ssin(90 + number), *YEAR) for number in range(10)])  # HELD
    run()
    send_population(partners, 2, [Person(ssin(1), last_name="Wouters")])
    content = registrations(MUTUALITY, 2, TEN)
    drop(partners, MUTUALITY, file_name("REG", MUTUALITY, 2), content, None)
    made_up = file_name("XYZ", MUTUALITY, 1)
    drop(partners, MUTUALITY, made_up, content, voucher(made_up, content, 10))
    return partners


def observer() -> Observer:
    return Observer(Settings(), [stations.FLOW for stations in FLOWS])


def shown(figures: object) -> Shown:
    """What an observer or a collector was told, by name and values of labels."""
    return {
        instrument.name: {tuple(figure.labels[label] for label in instrument.labels): figure.value for figure in all_of}
        for instrument, all_of in figures.items()  # type: ignore[attr-defined]
    }


class Collector:
    """An OTLP/HTTP collector on a loopback port: keeps what it is sent, as bytes."""

    def __init__(self, port: int = 0) -> None:
        self.received: Queue[bytes] = Queue()
        received = self.received

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                assert (self.path, self.headers["Content-Type"]) == ("/v1/metrics", "application/x-protobuf")
                received.put(body)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", port), Handler)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def next(self) -> bytes:
        return self.received.get(timeout=30)

    def until(self, holds: Callable[[Shown], bool]) -> Shown:
        """The first of what comes for which this holds."""
        while True:
            if holds(told := decoded(self.next())):
                return told

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def collector() -> Iterator[Collector]:
    opened = Collector()
    yield opened
    opened.close()


def decoded(body: bytes) -> Shown:
    """An export as OTLP says it, by name and values of labels in alphabetical order."""
    told: Shown = {}
    for of_resource in ExportMetricsServiceRequest.FromString(body).resource_metrics:
        for metric in (metric for scope in of_resource.scope_metrics for metric in scope.metrics):
            points = metric.sum.data_points if metric.HasField("sum") else metric.gauge.data_points
            told[metric.name] = {
                tuple(label.value.string_value for label in sorted(point.attributes, key=lambda one: one.key)): (
                    point.as_int if point.HasField("as_int") else point.as_double
                )
                for point in points
            }
    return told
