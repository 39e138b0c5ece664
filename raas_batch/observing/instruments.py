"""The instruments: every figure that is exported, with its name, unit and labels, once.

``docs/operating.md`` shows this table, the dashboard and the alerts use its names; tests hold them together. No label
is about a person or an organisation.
"""

from collections.abc import Mapping
from typing import NamedTuple

GAUGE, COUNTER = "gauge", "counter"
"""A figure as it is now; one that only grows."""
_SUFFIXES = {"s": "_seconds", "By": "_bytes", "{record}/s": "_per_second"}


class Instrument(NamedTuple):
    """One figure. The unit is written as in UCUM; in braces stands what is counted."""

    name: str
    kind: str
    unit: str
    labels: tuple[str, ...]
    description: str

    @property
    def prometheus(self) -> str:
        """Its name in Prometheus, which shows a unit and a counter by a suffix.

        >>> Instrument("raas.files.received", COUNTER, "By", (), "").prometheus
        'raas_files_received_bytes_total'
        """
        total = "_total" if self.kind == COUNTER else ""
        return self.name.replace(".", "_") + _SUFFIXES.get(self.unit, "") + total


class Figure(NamedTuple):
    """What an instrument shows, under these labels."""

    value: float
    labels: Mapping[str, str]


Figures = Mapping[Instrument, list[Figure]]
"""All that could be read, at one moment; what could not is not in it."""

# A table: a line that is too long to stay one would hide it.
# fmt: off
FILES_WAITING = Instrument(
    "raas.files.waiting", GAUGE, "{file}", ("flow", "state"),
    "files that are not at an end; INBOX: whole in an inbox, not yet entered")
FILES_WAITING_AGE = Instrument(
    "raas.files.waiting_age", GAUGE, "s", ("flow", "state"),
    "since when the oldest of these is here; 0 when there is none")
FILES_FINISHED = Instrument(
    "raas.files.finished", COUNTER, "{file}", ("flow", "state"),
    "files that came to an end: ANSWERED, REFUSED, DUPLICATE")
FILES_RECEIVED = Instrument(
    "raas.files.received", COUNTER, "By", (),
    "bytes of all files that were entered, without their vouchers")
RECORDS_JUDGED = Instrument(
    "raas.records.judged", COUNTER, "{record}", ("flow", "verdict"),
    "records of applied files that are OK and NOK; those of simulations count too")
APPLY_RATE = Instrument(
    "raas.apply.rate", GAUGE, "{record}/s", ("flow",),
    "records per second of the last files applied, from ACCEPTED to APPLIED, the wait for their turn included")
ANSWER_TIME = Instrument(
    "raas.answer.time", GAUGE, "s", ("flow",),
    "time from claim to ANSWERED of the last files, their median")
FILES_UNPUBLISHED = Instrument(
    "raas.files.unpublished", GAUGE, "{file}", ("flow",),
    "our files that are written, may leave, and are not in the outbox")
FILES_UNPUBLISHED_AGE = Instrument(
    "raas.files.unpublished_age", GAUGE, "s", ("flow",),
    "since when the oldest of these is written; 0 when there is none")
NIGHT_DUE = Instrument(
    "raas.night.due", GAUGE, "{subscription}", (),
    "subscriptions with a daily file of yesterday or before that is not out")
NIGHT_TIME_LEFT = Instrument(
    "raas.night.time_left", GAUGE, "s", (),
    "until the deadline of the oldest of these, 06:00 in Belgium; negative: late; not shown when all are out")
NIGHT_MARGIN = Instrument(
    "raas.night.margin", GAUGE, "s", (),
    "how long before their deadline the files of the last day that is out were all out; negative: they were late")
LEDGER_ENTRIES = Instrument(
    "raas.ledger.entries", COUNTER, "{entry}", (),
    "the last number of the disclosure ledger")
DATABASE_UP = Instrument(
    "raas.database.up", GAUGE, "", (),
    "1 when the database answers, 0 when it does not; then only this, the inbox and observation.time are shown")
INBOX_UP = Instrument(
    "raas.inbox.up", GAUGE, "", (),
    "1 when every inbox can be listed, 0 when one cannot; the others are shown")
OBSERVATION_TIME = Instrument(
    "raas.observation.time", GAUGE, "s", (),
    "how long it took to read these figures")
# fmt: on

INSTRUMENTS = tuple(one for one in list(vars().values()) if isinstance(one, Instrument))
"""All of them, in the order above."""
