"""A process may die anywhere, a disk may be full, two may work at once: the end is the same as without.

How a process dies is in ``dying.py``.
"""

import os
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from dying import dying_at, in_a_fork, steps_of
from making import (
    FUND,
    MUTUALITY,
    SOURCE,
    Person,
    Question,
    Record,
    send_consultations,
    send_population,
    send_registrations,
    ssin,
)
from reading import streams
from sqlalchemy import Engine, delete, select, text
from thorough import times

from raas_batch.store.tables import dossier_type, file, line, metadata, operation, person
from raas_batch.store.verify import verify

DEATHS = times(5)


def send_everything(home: Path) -> None:
    """Files that go every way: applied, refused, parked, simulated, twice, asked; two users and the source."""
    send_population(home, 1, [*(Person(ssin(number)) for number in range(6)), Person(ssin(6), replaced_by=ssin(0))])
    year = [Record(ssin(number), "2020-01-01", "2020-12-31") for number in range(6)]
    send_registrations(home, MUTUALITY, 1, [*year, Record(ssin(6), "2020-06-01"), Record(ssin(99), "2020-01-01")])
    send_registrations(home, MUTUALITY, 2, [Record(ssin(1), "2020-03-01", "2020-03-31", registers=False)])
    send_registrations(home, MUTUALITY, 3, [Record("1", "2020-01-01")])
    send_registrations(home, MUTUALITY, 4, [Record(ssin(2), "2020-12-31")])
    send_registrations(home, MUTUALITY, 1, [Record(ssin(2), registers=False)], "S")
    send_registrations(home, FUND, 1, [Record(ssin(3), "2021-01-01"), Record(ssin(3), "2022-01-01", registers=False)])
    long_ago = Question(ssin(0), known_at="2020-01-01T00:00:00")
    send_consultations(home, MUTUALITY, 1, [Question(ssin(6)), Question(ssin(1), lineage=True), long_ago])
    send_consultations(home, FUND, 1, [Question(ssin(3), lineage=True), Question(ssin(99))], "S")


def without_log_number(content: bytes) -> bytes:
    """Numbers that a killed process took are not given again: the order stays, the numbers need not be the same."""
    return re.sub(rb"<logNumber>\d+</logNumber>", b"", content)


def outcome(home: Path, database: Engine) -> dict[str, object]:
    """All that must be the same: register, log, mirror, states, and every byte told except moments of creation."""
    with database.connect() as connection:
        lines = connection.execute(select(line.c["organisation", "ssin", "start", "stop"]).order_by(*line.primary_key))
        kept = [operation.c[name] for name in ("organisation", "ssin", "registers", "start", "stop", "position")]
        log = connection.execute(select(*kept).order_by(operation.c.organisation, operation.c.id))
        persons = connection.execute(select(person.c.ssin).order_by(person.c.ssin))
        states = connection.execute(select(file.c.name, file.c.state).order_by(file.c.name))
        told = {
            (key, answer.sequence): (answer.path.name, without_log_number(answer.path.read_bytes()))
            for key, of_stream in streams(home).items()
            for answer in of_stream
        }
        assert all(part.wrong == part.overlapping == 0 for part in verify(connection))
        waiting = [path.name for path in (home / "inbox").rglob("*.xml")]
        return {"lines": lines.all(), "log": log.all(), "persons": persons.all(), "states": states.all(),
                "told": told, "inbox": waiting}  # fmt: skip


@pytest.fixture
def anew(partners: Path, database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Path]:
    """Gives, at every call, an empty register and a new home with the same files in its inboxes."""
    assert partners == tmp_path
    homes = 0

    def empty() -> Path:
        nonlocal homes
        homes += 1
        home = tmp_path / f"home{homes}"
        with database.begin() as connection:
            for table in ("finding", "journal", "sent_file", "file", "line", "operation_log", "staged_record",
                          "staged_person", "staged_question", "person", "replacement"):  # fmt: skip
                connection.execute(delete(metadata.tables[table]))
        monkeypatch.setenv("RAAS_HOME", str(home))
        send_everything(home)
        return home

    return empty


def test_a_process_killed_anywhere_leaves_what_the_next_run_finishes(anew, run, database):
    anew()
    run()  # what is read once per process is read now
    home = anew()
    steps = steps_of(run)
    undisturbed = outcome(home, database)
    assert {state for _, state in undisturbed["states"]} == {"ANSWERED", "REFUSED", "PARKED"}
    assert steps > 1000
    for death in range(DEATHS):
        home = anew()
        status = in_a_fork(dying_at(1 + (2 * death + 1) * steps // (2 * DEATHS), run))
        assert os.WTERMSIG(status) == signal.SIGKILL
        if death % 3 == 0:  # and once more while it recovers
            in_a_fork(dying_at(1 + (7 * death + 3) * steps // (10 * DEATHS), run))
        run()
        assert outcome(home, database) == undisturbed, f"killed at step {death} of {DEATHS}"


def test_a_full_disk_stops_a_file_where_it_stands_and_the_next_run_finishes_it(anew, run, database):
    """No file may grow over so many bytes: none at all, no data file, no voucher, no large answer."""
    home = anew()
    run()
    undisturbed = outcome(home, database)
    for largest in (0, 500, 1200, 2000):
        home = anew()

        def short_of_room(largest: int = largest) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
            run()

        in_a_fork(short_of_room)
        with database.connect() as connection:
            assert len(connection.scalars(select(file.c.id).where(file.c.state == "ANSWERED")).all()) < 5, largest
        run()
        ended = outcome(home, database)
        assert ended["lines"] == undisturbed["lines"], largest
        assert ended["states"] == undisturbed["states"], largest
        assert ended["told"].keys() == undisturbed["told"].keys(), largest


def test_two_workers_at_once_apply_everything_once(partners, run, database):
    send_population(partners, 1, [Person(ssin(number)) for number in range(10)])
    for sequence in range(1, 13):
        for sender in (MUTUALITY, FUND):
            records = [Record(ssin(n), f"{2000 + 2 * (sequence + n) % 20}-01-01", "2019-12-31") for n in range(10)]
            send_registrations(partners, sender, sequence, [*records, Record(ssin(sequence % 10), registers=False)])
    command = [str(Path(sys.executable).parent / "raas"), "run"]
    workers = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [worker.communicate(timeout=60) for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0], said
    run()
    with database.connect() as connection:
        assert set(connection.scalars(select(file.c.state))) == {"ANSWERED"}
        assert connection.scalar(select(text("count(*)")).select_from(operation)) == 2 * 12 * 11
        assert connection.scalar(select(text("count(*)")).select_from(dossier_type)) == 6
        assert all(part.wrong == part.overlapping == 0 for part in verify(connection))
    for (receiver, _, _), told in streams(partners).items():
        assert [answer.sequence for answer in told] == list(range(1, (1 if receiver == SOURCE else 12) + 1))
        assert len({answer.about for answer in told}) == len(told)
