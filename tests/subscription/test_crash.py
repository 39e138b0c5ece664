"""A process may die anywhere while it writes the files of a day: all is told once, with the same bytes."""

import os
import signal
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from dying import dying_at, in_a_fork, steps_of
from making import (
    FUND,
    MUTUALITY,
    Event,
    Mutation,
    Person,
    Record,
    send_mutations,
    send_population,
    send_registrations,
    send_replacements,
    ssin,
)
from sqlalchemy import Engine, text
from subscription.conftest import emit, later
from thorough import times

from raas_batch.store import ledger

DEATHS = times(4)
OLD, NEW = ssin(0), ssin(1)


@pytest.fixture
def due(partners: Path, subscribe: Callable[..., int], run: Callable[[], None]) -> Path:
    """Two organisations have a replaced number and a changed name to hear of, in files of their own."""
    send_population(partners, 1, [Person(OLD), Person(NEW)])
    for organisation in (MUTUALITY, FUND):
        for service in ("NRP", "NMU"):
            subscribe(organisation, service)
        send_registrations(partners, organisation, 1, [Record(OLD, "2020-01-01"), Record(NEW, "2020-01-01")])
    run()
    send_replacements(partners, 1, [Event("replaced", "E1", ssin=OLD, replaced_by=NEW)])
    send_mutations(partners, 1, [Mutation("M1", NEW)])
    run()
    return partners


def told(home: Path, database: Engine) -> tuple[dict[str, bytes], int, list[str]]:
    """Every byte of files and vouchers, the items of the ledger, and what is wrong with it."""
    with database.connect() as connection:
        proof = ledger.verify(connection)
    return {path.name: path.read_bytes() for path in (home / "outbox").glob("*/N*.xml")}, proof.items, proof.wrong


def forget(home: Path, database: Engine) -> None:
    """Leave things as before any file of a day was written."""
    with database.begin() as connection:
        connection.execute(text("set local session_replication_role = replica"))
        connection.execute(text("delete from sent_file where flow in ('NRP', 'NMU')"))
        connection.execute(text("truncate ledger_item, ledger_entry, daily_file"))
    for path in (home / "outbox").glob("*/N*.xml"):
        path.unlink()


def test_whoever_dies_while_days_are_written_tells_all_of_it_once(due: Path, database: Engine, today: date) -> None:
    def work() -> None:
        emit(later(today))

    work()
    undisturbed = told(due, database)
    assert (len(undisturbed[0]), undisturbed[1:]) == (16, (4, [])), "two organisations, services, days; vouchers"
    forget(due, database)
    steps = steps_of(work)
    for death in range(DEATHS):
        forget(due, database)
        status = in_a_fork(dying_at(1 + (2 * death + 1) * steps // (2 * DEATHS), work))
        assert os.WTERMSIG(status) == signal.SIGKILL
        work()
        assert told(due, database) == undisturbed, f"killed at step {death} of {DEATHS}"
