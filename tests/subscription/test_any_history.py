"""Whatever happens to the lines: base file, answers and daily files give a copy that equals every digest told."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

from emptying import KEPT, empty
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from making import (
    FUND,
    MUTUALITY,
    Event,
    Person,
    Record,
    send_population,
    send_registrations,
    send_replacements,
    ssin,
)  # fmt: skip
from receiver.conftest import everything
from sqlalchemy import Engine, select
from subscription.conftest import later
from thorough import times
from typer.testing import CliRunner

from raas_batch.receiver.cli import app
from raas_batch.store.engine import engine
from raas_batch.store.tables import line
from raas_batch.subscription import base, stations

KNOWN = [ssin(number) for number in range(4)]
numbers = st.sampled_from(KNOWN)
spans = st.tuples(st.integers(1, 8), st.integers(0, 2)).map(lambda s: (f"2020-0{s[0]}-01", f"2020-0{s[0] + s[1]}-15"))
records = st.builds(
    lambda number, span, kind, registers: Record(number, *span, registers=registers, dossier_type=kind),
    numbers, spans, st.sampled_from(["EMPLOYEE", "STUDENT"]), st.sampled_from([True, True, False]),
)  # fmt: skip
steps = st.one_of(
    st.tuples(st.just("REG"), st.lists(records, min_size=1, max_size=4)),
    st.tuples(st.just("REG"), st.lists(records, min_size=1, max_size=4)),
    st.tuples(st.just("RPL"), st.tuples(numbers, numbers)),
    st.tuples(st.just("REVOKE"), st.integers(1, 4)),
    st.tuples(st.sampled_from(["EMIT", "VERIFY", "BASE"]), st.none()),
)


class Story:
    """What the register is sent, and the receiver's folder: its outbox, and its copy beside it."""

    def __init__(self, home: Path, run: Callable[[], None], today: date) -> None:
        self.home, self.run, self.today = home, run, today
        self.numbers = {"REG": 0, "RPL": 0}
        self.copy = home / "copy.sqlite"
        self.days = 0

    def tell(self, what: str, how: object) -> None:
        if what == "EMIT":
            for batch in stations.due(later(self.today, self.days)):
                stations.emit(batch, later(self.today, self.days))
            self.days += 1
        elif what == "VERIFY":
            self.verify()
        elif what == "BASE":
            base.write(MUTUALITY)
        else:
            self.send(what, how)

    def send(self, what: str, how: object) -> None:
        flow = "REG" if what == "REG" else "RPL"
        self.numbers[flow] += 1
        number = self.numbers[flow]
        if what == "REG":
            for organisation in (MUTUALITY, FUND):
                send_registrations(self.home, organisation, number, how)  # type: ignore[arg-type]  # records
        elif what == "RPL":
            old, new = how  # type: ignore[misc]  # a pair
            send_replacements(self.home, number, [Event("replaced", f"E{number}", ssin=old, replaced_by=new)])
        else:
            revoked = Event("revoked", f"E{number}", revoked_event_id=f"E{how}")
            send_replacements(self.home, number, [revoked])
        self.run()

    def verify(self) -> str:
        result = CliRunner().invoke(app, [str(self.home / "outbox" / MUTUALITY), "--copy", str(self.copy)])
        assert result.exit_code == 0, result.stdout
        return result.stdout


@settings(
    max_examples=times(2), deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@example(
    [
        ("REG", [Record(KNOWN[0], "2020-01-01")]),
        ("RPL", (KNOWN[0], KNOWN[1])),
        ("REG", [Record(KNOWN[1], "2019-01-01")]),
        ("BASE", None),
        ("BASE", None),
        ("VERIFY", None),
    ]
)
@given(st.lists(steps, max_size=9))
def test_a_copy_of_any_history_equals_the_digests(
    partners: Path, subscribe: Callable[..., int], today: date, run: Callable[[], None], database: Engine, history
) -> None:
    with engine().begin() as connection:
        empty(connection, but=KEPT)
    shutil.rmtree(partners / "outbox", ignore_errors=True)
    (partners / "copy.sqlite").unlink(missing_ok=True)
    subscribe(MUTUALITY)
    subscribe(MUTUALITY, service="NMU")
    send_population(partners, 1, list(map(Person, KNOWN)))
    run()
    story = Story(partners, run, today)
    for what, how in [("BASE", None), *history, ("EMIT", None)]:
        story.tell(what, how)
    assert "the copy equals the digests of NRP." in story.verify()
    with database.connect() as connection:
        lines = connection.execute(select(line).where(line.c.organisation == MUTUALITY)).all()
    assert len(everything(story.copy)["line"]) == len(lines)
