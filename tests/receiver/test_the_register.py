"""What the register writes, its receiver's tool takes: base, answers and daily files make a later base."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from making import (
    MUTUALITY,
    Event,
    Person,
    Record,
    send_population,
    send_registrations,
    send_replacements,
    ssin,
)
from receiver.conftest import held
from typer.testing import CliRunner, Result

from raas_batch.receiver.base import difference
from raas_batch.receiver.cli import app
from raas_batch.settings import BRUSSELS
from raas_batch.store import subscriptions
from raas_batch.store.engine import engine
from raas_batch.subscription import base, stations

OLD, NEW, LAST = ssin(0), ssin(1), ssin(2)


def test_a_copy_from_what_the_register_sent_equals_its_later_base(
    partners: Path, run: Callable[[], None], tmp_path: Path
) -> None:
    today = datetime.now(BRUSSELS).date()
    with engine().begin() as connection:
        for service in ("NRP", "NMU"):
            wanted = subscriptions.Wanted(MUTUALITY, service, "CSI/2026/145", today - timedelta(days=9))
            subscriptions.add(connection, wanted, today)
    send_population(partners, 1, [Person(OLD), Person(NEW), Person(LAST)])
    send_registrations(partners, MUTUALITY, 1, [Record(OLD, "2020-01-01", "2020-12-31")])
    run()
    base.write(MUTUALITY)
    send_replacements(partners, 1, [Event("replaced", "E1", ssin=OLD, replaced_by=NEW)])
    send_registrations(partners, MUTUALITY, 2, [Record(NEW, "2020-06-01"), Record(LAST, "2021-01-01", "2021-12-31")])
    run()
    send_replacements(partners, 2, [Event("replaced", "E2", ssin=NEW, replaced_by=LAST)])
    send_population(partners, 2, [Person(OLD), Person(NEW), Person(LAST, last_name="Dubois")])
    run()
    for batch in stations.due(today):
        stations.emit(batch, today)
    later = partners / "outbox" / MUTUALITY / base.write(MUTUALITY)
    copy = tmp_path / "copy.sqlite"
    result = verified(partners / "outbox" / MUTUALITY, copy)
    assert result.exit_code == 0, result.stdout
    assert f"the copy equals the base of {today}" in result.stdout
    assert difference(copy, later) == 0
    assert held(copy) == {(LAST, "EMPLOYEE"): ("2020-01-01..",)}


def verified(outbox: Path, copy: Path) -> Result:
    return CliRunner().invoke(app, [str(outbox), "--copy", str(copy)])
