"""Exports the figures by OTLP, over HTTP, until told to stop: the only module that knows OpenTelemetry.

Where to and how often it tries is said by the standard variables OTEL_EXPORTER_OTLP_*; a collector that does not answer
is told in the log by OpenTelemetry itself, and costs no figure: counters are totals, and gauges come again.
"""

import math
from collections.abc import Callable, Iterable
from time import monotonic

from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.metrics import CallbackOptions, Observation
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import OTELResourceDetector, Resource

from raas_batch import log
from raas_batch.observing.instruments import COUNTER, INSTRUMENTS, Figures, Instrument
from raas_batch.observing.observer import Observer
from raas_batch.observing.stopping import Stop
from raas_batch.settings import Settings


class Exporter:
    """Has all instruments, and sends what they show when asked to."""

    def __init__(self, settings: Settings) -> None:
        self._figures: Figures = {}
        # Without an interval of its own: one thread looks, sends and waits, so that what is sent is of one moment.
        reader = PeriodicExportingMetricReader(OTLPMetricExporter(), export_interval_millis=math.inf)
        self._provider = MeterProvider([reader], resource=_resource(settings), shutdown_on_exit=False)
        meter = self._provider.get_meter("raas_batch.observing")
        for instrument in INSTRUMENTS:
            make = meter.create_observable_counter if instrument.kind == COUNTER else meter.create_observable_gauge
            make(instrument.name, [self._showing(instrument)], instrument.unit, instrument.description)

    def send(self, figures: Figures) -> None:
        """Send these figures; returns after some seconds when nobody takes them."""
        self._figures = figures
        self._provider.force_flush()

    def close(self) -> None:
        """Give up the connection."""
        self._provider.shutdown()

    def _showing(self, instrument: Instrument) -> Callable[[CallbackOptions], Iterable[Observation]]:
        def show(_: CallbackOptions) -> Iterable[Observation]:
            return [Observation(figure.value, figure.labels) for figure in self._figures.get(instrument, [])]

        return show


def run(settings: Settings, flows: Iterable[str]) -> None:
    """Look and send every ``observe_every``, until SIGTERM or SIGINT; what is being sent then is sent first."""
    observer, exporter, every = Observer(settings, flows), Exporter(settings), settings.observe_every.total_seconds()
    log.told("observe", every=every)
    with Stop() as stop:
        asked = None
        while asked is None:
            next_time = monotonic() + every
            exporter.send(observer.look())
            asked = stop.wait(next_time - monotonic())
    exporter.close()
    log.told("observe", stopped=asked)


def _resource(settings: Settings) -> Resource:
    """Who is observed; OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES may say otherwise."""
    ours = {
        "service.name": "raas",
        "service.instance.id": f"{settings.cbe_number}-{settings.environment}",  # the register, wherever we run
    }
    return Resource.create(ours).merge(OTELResourceDetector().detect())
