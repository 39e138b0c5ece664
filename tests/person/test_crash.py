"""A process may die anywhere while persons are sought, created and updated: the end is the same as without."""

import os
import re
import signal
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from dying import dying_at, in_a_fork, steps_of
from emptying import KEPT, empty
from making import (
    FUND,
    MUTUALITY,
    Person,
    Record,
    create,
    search,
    send_population,
    send_registrations,
    send_requests,
    ssin,
    update_of,
)
from person.conftest import COVERED, authorise
from reading import streams
from sqlalchemy import Engine, select

from raas_batch.store import ledger, subscriptions
from raas_batch.store.tables import cbss_number, file, mutation_event, notice, person

DEATHS = 3
A, B = ssin(0), ssin(1)


def send_everything(home: Path) -> None:
    """Two who ask at once, for the same and for other persons; one is found, one made, one changed, one heard of."""
    send_population(home, 1, [Person(A, "Maes", ("Jan",), "1980-01-01"), Person(B, "Dubois", ("Zoé",), "1981-01-01")])
    for organisation in (MUTUALITY, FUND):
        send_registrations(home, organisation, 1, [Record(B, "2020-01-01")])
    wed = "<name><lastName>Dubois-Claes</lastName><firstName>Zoé</firstName></name>"
    send_requests(home, 1, [search("Maes", "Jan"), create("Peeters", "An"), update_of(B, wed)])
    send_requests(home, 1, [create("Peeters", "An"), create("Claes", "Luc", gender="M")], FUND)
    send_requests(home, 2, [create("Lambert", "Luc", gender="M")], environment="S")


def outcome(home: Path, database: Engine) -> dict[str, object]:
    """All that must be the same: persons, numbers, mutations, notices, the ledger, and every byte told."""
    with database.connect() as connection:
        found = ledger.verify(connection)
        assert found.wrong == []
        rows = {
            "persons": select(person.c["ssin", "last_name", "first_names", "birth_date", "gender"]),
            "numbers": select(cbss_number.c["ssin", "position", "asked"]),
            "mutations": select(mutation_event.c["ssin", "event_date", "data_groups"]),
            "heard": select(notice.c["subscription_id", "dossiers"]),
            "states": select(file.c["name", "state"]),
        }
        kept = {name: sorted(map(repr, connection.execute(statement))) for name, statement in rows.items()}
    told = {
        (*key, each.sequence): re.sub(rb"<logNumber>\d+", b"", each.path.read_bytes())
        for key, of_stream in streams(home).items()
        for each in of_stream
    }
    return {**kept, "ledger": (found.entries, found.items), "told": told}


@pytest.fixture
def anew(partners: Path, database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Path]:
    """Gives, at every call, an empty register, who may ask and hear, and a new home with the same files."""
    homes = 0

    def empty_home() -> Path:
        nonlocal homes
        homes += 1
        home = tmp_path / f"home{homes}"
        with database.begin() as connection:
            empty(connection, but=KEPT)
        for organisation in (MUTUALITY, FUND):
            authorise(organisation, COVERED)
            wanted = subscriptions.Wanted(organisation, "NMU", "CSI/2026/9", date(2020, 1, 1))
            with database.begin() as connection:
                subscriptions.add(connection, wanted, date(2020, 1, 1))
        monkeypatch.setenv("RAAS_HOME", str(home))
        send_everything(home)
        return home

    return empty_home


def test_a_process_killed_anywhere_leaves_what_the_next_run_finishes(
    anew: Callable[[], Path], run: Callable[[], None], database: Engine
) -> None:
    anew()
    run()  # what is read once per process is read now
    home = anew()
    steps = steps_of(run)
    undisturbed = outcome(home, database)
    assert [len(undisturbed[name]) for name in ("persons", "numbers", "mutations", "heard")] == [4, 2, 1, 2]  # type: ignore[arg-type]
    for death in range(DEATHS):
        home = anew()
        status = in_a_fork(dying_at(1 + (2 * death + 1) * steps // (2 * DEATHS), run))
        assert os.WTERMSIG(status) == signal.SIGKILL
        run()
        assert outcome(home, database) == undisturbed, f"killed at step {death} of {DEATHS}"
