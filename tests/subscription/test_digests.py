"""Daily vouchers say how the receiver's lines stand at the number up to which their file tells; a copy proves it."""

import hashlib
from collections.abc import Callable
from datetime import date
from functools import reduce
from operator import xor
from pathlib import Path
from threading import Thread

import pytest
from lxml import etree
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
from reading import answers
from sqlalchemy import Engine, delete, func, select
from subscription.conftest import emit, later, sent
from typer.testing import CliRunner, Result

from raas_batch.periods import Period
from raas_batch.receiver.cli import app
from raas_batch.store import digest_proof, locks
from raas_batch.store.tables import dossier_type, line, line_digest
from raas_batch.subscription import base

OLD, NEW, LAST = ssin(0), ssin(1), ssin(2)


@pytest.fixture
def known(partners: Path, run: Callable[[], None], subscribers: dict[str, int]) -> Path:
    """Three numbers, and lines of the old one in two dossier types."""
    send_population(partners, 1, [Person(OLD), Person(NEW), Person(LAST)])
    records = [Record(OLD, "2020-01-01", "2020-12-31"), Record(OLD, "2021-01-01", dossier_type="STUDENT")]
    send_registrations(partners, MUTUALITY, 1, [*records, Record(OLD, "2021-01-01")])
    run()
    return partners


def told(path: Path) -> tuple[int, dict[str, tuple[int, str]]] | None:
    """The number and the digests of a file's voucher."""
    digests = etree.parse(path.with_suffix(".voucher.xml")).find("digests")
    if digests is None:
        return None
    each = {d.findtext("dossierType"): (int(d.findtext("lines")), d.findtext("sha256")) for d in digests.iter("digest")}
    return int(digests.findtext("logNumber")), each


def held(database: Engine, organisation: str = MUTUALITY) -> dict[str, tuple[int, str]]:
    """The digests of the lines as they are, computed by hand."""
    hashes: dict[str, list[int]] = {"EMPLOYEE": [], "FORMER": [], "STUDENT": []}
    statement = select(line, dossier_type.c.code).join(dossier_type, dossier_type.c.id == line.c.dossier_type)
    with database.connect() as connection:
        for row in connection.execute(statement.where(line.c.organisation == organisation)):
            period = Period(row.start, row.stop)
            text = f"{row.ssin};{period.begin_date};{period.end_date or ''}"
            hashes[row.code].append(int(hashlib.sha256(text.encode()).hexdigest(), 16))
    return {kind: (len(own), f"{reduce(xor, own, 0):064x}") for kind, own in hashes.items()}


def test_a_voucher_says_how_the_lines_stand(known: Path, today: date, database: Engine) -> None:
    emit(today)
    number, digests = told(sent(known, MUTUALITY, "NRP")[0])
    assert digests == held(database)
    assert [lines for lines, _ in digests.values()] == [2, 0, 1]
    assert number == int(answers(known, MUTUALITY, "RSP")[-1].content.findtext("logNumber"))


def test_all_that_changes_lines_changes_digests(
    known: Path, run: Callable[[], None], today: date, database: Engine
) -> None:
    steps = [
        lambda: send_replacements(known, 1, [Event("replaced", "E1", ssin=OLD, replaced_by=NEW)]),
        lambda: send_registrations(known, MUTUALITY, 2, [Record(NEW, "2020-03-01", "2020-03-31", registers=False)]),
        lambda: send_registrations(known, MUTUALITY, 3, [Record(NEW, "2020-02-01")]),
        lambda: send_replacements(known, 2, [Event("revoked", "E2", revoked_event_id="E1")]),
        lambda: send_registrations(known, MUTUALITY, 4, [Record(OLD, registers=False)]),
        lambda: send_registrations(known, MUTUALITY, 1, [Record(OLD, "2020-01-01")], environment="S"),
    ]
    for days, step in enumerate(steps):
        step()
        run()
        emit(later(today, days))
        assert told(sent(known, MUTUALITY, "NRP")[-1])[1] == held(database)
        with database.connect() as connection:
            assert list(digest_proof.wrong(connection)) == []


def test_a_day_written_late_says_how_the_lines_stood(
    known: Path, run: Callable[[], None], today: date, database: Engine
) -> None:
    """Its file tells up to the first event of a later day: the digests are of that number."""
    before = held(database)
    send_replacements(known, 1, [Event("replaced", "E1", ssin=OLD, replaced_by=NEW)])
    run()
    with database.begin() as connection:
        connection.exec_driver_sql("update notice set day = day + 1")
    emit(later(today))
    first, second = sent(known, MUTUALITY, "NRP")
    assert (told(first)[1], told(second)[1]) == (before, held(database))


def test_only_the_dossier_types_of_the_subscription_are_told(
    partners: Path, subscribe: Callable[..., int], today: date
) -> None:
    subscribe(MUTUALITY, dossier_types=("STUDENT",))
    subscribe(MUTUALITY, service="NMU", dossier_types=("STUDENT", "EMPLOYEE"))
    emit(today)
    assert list(told(sent(partners, MUTUALITY, "NRP")[0])[1]) == ["STUDENT"]
    assert list(told(sent(partners, MUTUALITY, "NMU")[0])[1]) == ["EMPLOYEE", "STUDENT"]


def test_only_the_last_file_of_a_day_tells(
    known: Path, run: Callable[[], None], today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAAS_BULK_CAUSE", "1")
    chain = [Event("replaced", "E1", ssin=OLD, replaced_by=NEW), Event("replaced", "E2", ssin=NEW, replaced_by=LAST)]
    send_registrations(known, MUTUALITY, 2, [Record(NEW, "2024-01-01")])
    run()
    send_replacements(known, 1, chain)
    run()
    emit(today)
    normal, bulk = sent(known, MUTUALITY, "NRP")
    assert told(normal) is None
    assert told(bulk) is not None


def test_a_file_waits_until_what_is_being_applied_is_there(known: Path, today: date, database: Engine) -> None:
    with database.begin() as connection:
        locks.alone(connection, locks.Purpose.REGISTER, MUTUALITY)
        writing = Thread(target=emit, args=(today,))
        writing.start()
        writing.join(0.5)
        assert sent(known, MUTUALITY, "NRP") == []
        kind = connection.scalars(select(dossier_type.c.id).where(dossier_type.c.code == "FORMER")).first()
        number = connection.scalar(select(func.nextval("log_number")))
        connection.execute(line_digest.insert().values(dossier_type=kind, log_number=number, lines=7, sha256="f" * 64))
    writing.join()
    found, digests = told(sent(known, MUTUALITY, "NRP")[0])
    assert (found, digests["FORMER"][0]) == (number, 7)


def test_a_digest_that_is_not_that_of_the_lines_is_found(known: Path, database: Engine) -> None:
    with database.begin() as connection:
        connection.execute(delete(line).where(line.c.stop == date(2021, 1, 1)))
        assert list(digest_proof.wrong(connection)) == [(MUTUALITY, "EMPLOYEE")]


def test_two_days_of_drift_as_the_receiver_sees_them(
    known: Path, run: Callable[[], None], today: date, tmp_path: Path
) -> None:
    """On the first day the copy is right; on the second an answer was lost on the way, and the voucher shows it."""
    outbox, copy = known / "outbox" / MUTUALITY, tmp_path / "copy.sqlite"
    base.write(MUTUALITY)
    send_replacements(known, 1, [Event("replaced", "E1", ssin=OLD, replaced_by=NEW)])
    run()
    emit(today)
    first = verified(outbox, copy)
    assert first.exit_code == 0, first.stdout
    assert f"the copy equals the digests of {sent(known, MUTUALITY, 'NRP')[0].name}" in first.stdout
    send_registrations(known, MUTUALITY, 2, [Record(LAST, "2024-01-01", dossier_type="STUDENT")])
    run()
    lost = list(outbox.glob("RSP.*.00002.*"))
    kept = {path: path.read_bytes() for path in lost}
    for path in lost:
        path.unlink()
    emit(later(today))
    second = verified(outbox, copy)
    assert second.exit_code == 1
    assert "RAAS0439  the copy has 1 line of STUDENT, the register had 2 at number" in second.stdout
    assert "EMPLOYEE" not in second.stdout
    for path, content in kept.items():
        path.write_bytes(content)
    third = verified(outbox, copy)
    assert third.exit_code == 0, third.stdout


def test_who_knows_nobody_is_told_so(known: Path, today: date) -> None:
    emit(today)
    assert set(told(sent(known, FUND, "NRP")[0])[1].values()) == {(0, "0" * 64)}


def verified(outbox: Path, copy: Path) -> Result:
    return CliRunner().invoke(app, [str(outbox), "--copy", str(copy)])
