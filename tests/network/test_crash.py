"""A process may die anywhere while messages are taken, routed and told: the end is the same as without."""

import os
import re
import signal
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from emptying import KEPT, empty
from intake.test_crash import dying_at, in_a_fork, steps_of
from making import (
    FUND,
    MUTUALITY,
    NETWORK,
    Event,
    Message,
    Person,
    Record,
    send_messages,
    send_population,
    send_registrations,
    send_replacements,
)
from network.conftest import AN, BART, BASIS, OLD
from reading import XSD, streams
from sqlalchemy import Engine, select
from subscription.conftest import emit
from thorough import times

from raas_batch.store import ledger, services, subscriptions
from raas_batch.store.tables import file, network_message, network_payload, notice, routed_file
from raas_batch.xml import given

DEATHS = times(3)


def send_everything(home: Path) -> None:
    """Persons, lines, a replacement, and messages that are heard by two, one and nobody, refused, and sent twice."""
    send_population(home, 1, [Person(AN), Person(BART), Person(OLD)])
    send_registrations(home, MUTUALITY, 1, [Record(AN, "2020-01-01"), Record(OLD, "2020-01-01")])
    send_registrations(home, FUND, 1, [Record(AN, "2024-01-01", "2024-12-31")])
    send_replacements(home, 1, [Event("replaced", "E1", ssin=OLD, replaced_by=BART)])
    told = [Message("M1", AN, "2024-06-01"), Message("M2", AN), Message("M3", OLD), Message("M4", AN, "2010-01-01")]
    send_messages(home, 1, [*told, Message("M5", AN, payload="<x/>")])
    send_messages(home, 2, [Message("M2", AN), Message("M6", BART)])


def outcome(home: Path, database: Engine) -> dict[str, object]:
    """All that must be the same: messages, who hears them, what is kept and counted, and every byte told."""
    with database.connect() as connection:
        message = network_message.c
        taken = select(message.message_id, message.ssin, message.replaced_by, message.position).order_by(message.id)
        heard = select(notice.c.subscription_id, message.message_id, notice.c.dossiers)
        heard = heard.join_from(notice, network_message, message.id == notice.c.number)
        kept = select(message.message_id, network_payload.c.payload).join_from(
            network_message, network_payload, network_payload.c.number == message.id
        )
        counted = select(routed_file.c["network_service", "messages", "not_routed"])
        states = select(file.c.name, file.c.state)
        assert ledger.verify(connection).wrong == []
        rows = {
            name: sorted(map(repr, connection.execute(statement)))
            for name, statement in {"heard": heard, "kept": kept, "counted": counted, "states": states}.items()
        }
        told = {
            (*key, each.sequence): re.sub(rb'(<logNumber>|logNumber=")\d+', b"", each.path.read_bytes())
            for key, of_stream in streams(home).items()
            for each in of_stream
        }
        return {**rows, "taken": connection.execute(taken).all(), "told": told}


@pytest.fixture
def anew(
    network: Path, database: Engine, tmp_path: Path, today: date, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], Path]:
    """Gives, at every call, an empty register, subscribers, and a new home with the same files in its inboxes."""
    assert network == tmp_path
    homes = 0

    def empty_home() -> Path:
        nonlocal homes
        homes += 1
        home = tmp_path / f"home{homes}"
        with database.begin() as connection:
            empty(connection, but=KEPT)
            services.add(connection, "DIMONA", "Dimona", NETWORK, given.read(XSD / "dimona.xsd"))
            for organisation in (MUTUALITY, FUND):
                wanted = subscriptions.Wanted(organisation, "NNE", BASIS, date(2020, 1, 1), network_service="DIMONA")
                subscriptions.add(connection, wanted, today)
        monkeypatch.setenv("RAAS_HOME", str(home))
        send_everything(home)
        return home

    return empty_home


def test_a_process_killed_anywhere_leaves_what_the_next_run_finishes(
    anew: Callable[[], Path], run: Callable[[], None], database: Engine, today: date
) -> None:
    def work() -> None:
        run()
        emit(today)

    anew()
    work()  # what is read once per process is read now
    home = anew()
    steps = steps_of(work)
    undisturbed = outcome(home, database)
    assert len(undisturbed["heard"]) == 5, "M1 twice, M2, M3 and M6 once"  # type: ignore[arg-type]
    for death in range(DEATHS):
        home = anew()
        status = in_a_fork(dying_at(1 + (2 * death + 1) * steps // (2 * DEATHS), work))
        assert os.WTERMSIG(status) == signal.SIGKILL
        work()
        assert outcome(home, database) == undisturbed, f"killed at step {death} of {DEATHS}"
