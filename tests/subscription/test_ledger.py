"""What left can be proved: the ledger holds every item, cannot be changed, and says so when it was."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from making import FUND, MUTUALITY, Event, Person, Record, send_population, send_registrations, send_replacements, ssin
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError
from subscription.conftest import BASIS, emit, sent

from raas_batch.errors import Failure
from raas_batch.settings import BRUSSELS
from raas_batch.store import ledger, subscriptions
from raas_batch.store.engine import engine
from raas_batch.subscription import base, outbox

OLD, NEW = ssin(0), ssin(1)


@pytest.fixture
def told(subscribers: dict[str, int], partners: Path, run: Callable[[], None], today: date) -> Path:
    """Both organisations were told that the old number was replaced."""
    send_population(partners, 1, [Person(OLD), Person(NEW)])
    for organisation in (MUTUALITY, FUND):
        send_registrations(partners, organisation, 1, [Record(OLD, "2020-01-01")])
    run()
    send_replacements(partners, 1, [Event("replaced", "E1", ssin=OLD, replaced_by=NEW)])
    run()
    emit(today)
    return partners


@pytest.mark.parametrize("number", [OLD, NEW])
def test_either_number_shows_what_left_about_the_person(told: Path, database: Engine, number: str) -> None:
    with database.connect() as connection:
        rows = ledger.about(connection, number)
    assert [(row.receiver, row.ssin, row.told, row.legal_basis) for row in rows] == [
        (organisation, OLD, ["replacement", "lines"], BASIS) for organisation in (MUTUALITY, FUND)
    ]
    assert [row.file_name for row in rows] == [sent(told, one, "NRP")[0].name for one in (MUTUALITY, FUND)]


def test_a_base_file_is_in_the_ledger_too(told: Path, database: Engine) -> None:
    name = base.write(FUND)
    with database.connect() as connection:
        assert [row.told for row in ledger.about(connection, NEW) if row.file_name == name] == [["lines"]]
        assert ledger.verify(connection).wrong == []


def test_the_ledger_is_as_it_was_written(told: Path, database: Engine) -> None:
    with database.connect() as connection:
        found = ledger.verify(connection)
    assert (found.entries, found.items, found.wrong) == (2, 2, [])


OTHER_ITEMS = "the items of entry {} are not those that were written down"
CHANGES = {
    "update ledger_item set ssin = ssin + 1 where entry = 1": [OTHER_ITEMS.format(1)],
    "delete from ledger_item where entry = 2": [OTHER_ITEMS.format(2)],
    "update ledger_entry set legal_basis = 'none' where number = 1": ["entry 1 is not what was written down"],
    "delete from ledger_entry where number = 1": [
        "entry 1 is missing; 2 stands in its place", "entry 2 does not follow the entry before it",
        "there are items of an entry 1, which is not there", "file NRP",
    ],
    "delete from ledger_entry where number = 2": ["there are items of an entry 2, which is not there", "file NRP"],
    "update sent_file set sha256 = repeat('0', 64) where flow = 'NRP' and id = (select max(id) from sent_file)": [
        "entry 2 is of another file"
    ],
    "delete from sent_file where flow = 'NRP' and id = (select max(id) from sent_file)": [
        "the file of entry 2 is not among those sent"
    ],
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_refused_and_found_when_it_was_forced(told: Path, database: Engine, change: str) -> None:
    if "ledger" in change:
        with pytest.raises(ProgrammingError, match="only added to"), database.begin() as connection:
            connection.execute(text(change))
    with database.begin() as connection:
        connection.execute(text("set local session_replication_role = replica"))
        connection.execute(text(change))
    with database.connect() as connection:
        wrong = ledger.verify(connection).wrong
    assert len(wrong) == len(CHANGES[change])
    assert all(found.startswith(expected) for found, expected in zip(wrong, CHANGES[change], strict=True))


def test_a_past_file_comes_again_byte_for_byte(told: Path) -> None:
    folder = told / "outbox" / MUTUALITY
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    [name] = [path.name for path in sent(told, MUTUALITY, "NRP")]
    for path in folder.glob("NRP.*"):
        path.unlink()
    outbox.republish(name)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def in_the_archive(home: Path, path: Path) -> Path:
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return home / "archive" / sha256[:2] / sha256[2:4] / sha256


@pytest.mark.parametrize("harm", [Path.unlink, lambda kept: kept.write_bytes(kept.read_bytes().replace(b"E1", b"E2"))])
def test_a_past_file_that_the_archive_lost_does_not_leave_with_other_bytes(
    told: Path, harm: Callable[[Path], object]
) -> None:
    [path] = sent(told, MUTUALITY, "NRP")
    before = path.read_bytes()
    harm(in_the_archive(told, path))
    with pytest.raises(Failure, match="nothing leaves with other bytes"):
        outbox.republish(path.name)
    assert path.read_bytes() == before


def test_a_past_file_does_not_leave_again_while_its_subscription_is_blocked(
    told: Path, subscribers: dict[str, int], database: Engine
) -> None:
    with database.begin() as connection:
        subscriptions.block(connection, subscribers[MUTUALITY], True, "asked by the security officer")
    with pytest.raises(Failure, match="blocked"):
        outbox.republish(sent(told, MUTUALITY, "NRP")[0].name)


def test_a_past_file_does_not_leave_again_after_the_legal_basis_ended(
    told: Path, subscribers: dict[str, int], today: date
) -> None:
    with engine().begin() as connection:
        subscriptions.end(connection, subscribers[MUTUALITY], today, "the deliberation was withdrawn", today)
    name = sent(told, MUTUALITY, "NRP")[0].name
    outbox.republish(name)
    with pytest.raises(Failure, match="has ended"):
        outbox.republish(name, datetime.now(BRUSSELS) + timedelta(days=1))


def test_without_a_subscription_there_is_no_base_file(partners: Path) -> None:
    with pytest.raises(Failure, match="no subscription"):
        base.write(MUTUALITY)


def test_a_past_file_does_not_leave_again_when_its_subscription_was_renewed_for_less(
    told: Path, subscribers: dict[str, int], today: date
) -> None:
    tomorrow = today + timedelta(days=1)
    wanted = subscriptions.Wanted(MUTUALITY, "NRP", "CSI/2026/200", tomorrow, dossier_types=("STUDENT",))
    with engine().begin() as connection:
        subscriptions.end(connection, subscribers[MUTUALITY], today, "renewed for students only", today)
        subscriptions.add(connection, wanted, today)
    with pytest.raises(Failure, match="covers less"):
        outbox.republish(sent(told, MUTUALITY, "NRP")[0].name, datetime.now(BRUSSELS) + timedelta(days=1))


def test_a_base_file_that_was_left_unpublished_comes_with_the_next(told: Path, database: Engine) -> None:
    name = base.write(FUND)
    for path in (told / "outbox" / FUND).glob("BAS.*"):
        path.unlink()
    with database.begin() as connection:
        connection.execute(text("update sent_file set published_at = null where flow = 'BAS'"))
    base.write(FUND)
    assert sent(told, FUND, "BAS")[0].name == name
    assert len(sent(told, FUND, "BAS")) == 2
