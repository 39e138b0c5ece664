"""Who hears what of replaced numbers, every day, and that nothing is told twice or passed over."""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import monotonic, sleep

import pytest
from making import FUND, MUTUALITY, Event, Person, Record, send_population, send_registrations, send_replacements, ssin
from sqlalchemy import Engine, text
from subscription.conftest import BASIS, emit, later, moved, read, sent, told

from raas_batch.isolation import StationFailed
from raas_batch.store import locks, subscriptions
from raas_batch.store.engine import engine
from raas_batch.subscription import stations

OLD, NEW, LAST = ssin(0), ssin(1), ssin(2)


@pytest.fixture
def known(subscribers: dict[str, int], partners: Path, run: Callable[[], None]) -> Path:
    """Three numbers; both organisations know the old one, the Fund the new one too."""
    send_population(partners, 1, [Person(OLD), Person(NEW), Person(LAST)])
    send_registrations(partners, MUTUALITY, 1, [Record(OLD, "2020-01-01", "2020-12-31")])
    send_registrations(partners, FUND, 1, [Record(OLD, "2021-01-01"), Record(NEW, "2020-06-01", "2021-03-31")])
    run()
    return partners


def replaced(home: Path, run: Callable[[], None], sequence: int, *events: Event) -> None:
    send_replacements(home, sequence, list(events))
    run()


def test_a_replaced_number_travels_to_every_organisation_that_knows_it(
    known: Path, run: Callable[[], None], today: date
) -> None:
    replaced(known, run, 1, Event("replaced", "E1", ssin=OLD, replaced_by=NEW))
    emit(today)
    [of_mutuality], [of_fund] = sent(known, MUTUALITY, "NRP"), sent(known, FUND, "NRP")
    for path in (of_mutuality, of_fund):
        assert told(read(path)) == [("replaced", OLD, NEW)]
    assert moved(read(of_mutuality)[-1][0]) == {
        (OLD, "EMPLOYEE"): (["2020-01-01..2020-12-31"], []),
        (NEW, "EMPLOYEE"): ([], ["2020-01-01..2020-12-31"]),
    }
    assert moved(read(of_fund)[-1][0]) == {
        (OLD, "EMPLOYEE"): (["2021-01-01.."], []),
        (NEW, "EMPLOYEE"): (["2020-06-01..2021-03-31"], ["2020-06-01.."]),
    }


def test_who_knows_only_the_new_number_hears_nothing(known: Path, run: Callable[[], None], today: date) -> None:
    send_registrations(known, MUTUALITY, 2, [Record(LAST, "2024-01-01")])
    run()
    replaced(known, run, 1, Event("replaced", "E1", ssin=NEW, replaced_by=LAST))
    emit(today)
    assert told(read(sent(known, MUTUALITY, "NRP")[0])) == []
    assert told(read(sent(known, FUND, "NRP")[0])) == [("replaced", NEW, LAST)]


def test_a_chain_within_one_list_shows_where_the_lines_went(known: Path, run: Callable[[], None], today: date) -> None:
    chain = (Event("replaced", "E1", ssin=OLD, replaced_by=NEW), Event("replaced", "E2", ssin=NEW, replaced_by=LAST))
    replaced(known, run, 1, *chain)
    emit(today)
    root = read(sent(known, MUTUALITY, "NRP")[0])
    assert told(root) == [("replaced", OLD, NEW)]
    assert moved(root[-1][0])[LAST, "EMPLOYEE"] == ([], ["2020-01-01..2020-12-31"])
    assert told(read(sent(known, FUND, "NRP")[0])) == [("replaced", OLD, NEW), ("replaced", NEW, LAST)]


def test_a_revocation_travels_as_the_replacement_did(known: Path, run: Callable[[], None], today: date) -> None:
    replaced(known, run, 1, Event("replaced", "E1", ssin=OLD, replaced_by=NEW))
    emit(today)
    replaced(known, run, 2, Event("revoked", "E2", revoked_event_id="E1"))
    emit(later(today))
    first, second = sent(known, FUND, "NRP")
    root = read(second)
    assert told(root) == [("revoked", OLD, NEW)]
    assert root[-1][0].findtext("revokedEventId") == "E1"
    before = moved(read(first)[-1][0])
    assert moved(root[-1][0]) == {dossier: (after, then) for dossier, (then, after) in before.items()}


def test_a_revocation_that_gives_only_days_back_is_heard(known: Path, run: Callable[[], None], today: date) -> None:
    replaced(known, run, 1, Event("replaced", "E1", ssin=LAST, replaced_by=NEW))
    send_registrations(known, FUND, 2, [Record(LAST, "2020-07-01", "2020-07-31", registers=False)])
    send_registrations(known, MUTUALITY, 2, [Record(NEW, "2020-07-01", "2020-07-31")])
    run()
    replaced(known, run, 2, Event("revoked", "E2", revoked_event_id="E1"))
    emit(today)
    [event] = read(sent(known, FUND, "NRP")[0]).iterfind("events/*")
    assert moved(event) == {
        (NEW, "EMPLOYEE"): (["2020-06-01..2020-06-30", "2020-08-01..2021-03-31"], ["2020-06-01..2021-03-31"])
    }
    assert told(read(sent(known, MUTUALITY, "NRP")[0])) == [], "it never spoke of the old number"


def test_a_revocation_is_not_heard_by_who_never_spoke_of_its_number(
    known: Path, run: Callable[[], None], today: date
) -> None:
    send_registrations(known, MUTUALITY, 2, [Record(LAST, "2024-01-01")])
    run()
    replaced(known, run, 1, *(Event("replaced", f"E{place}", ssin=old, replaced_by=LAST)
                              for place, old in enumerate((OLD, NEW))))  # fmt: skip
    emit(today)
    replaced(known, run, 2, *(Event("revoked", f"V{place}", revoked_event_id=f"E{place}") for place in (0, 1)))
    emit(later(today))
    assert told(read(sent(known, MUTUALITY, "NRP")[1])) == [("revoked", OLD, LAST)]
    assert told(read(sent(known, FUND, "NRP")[1])) == [("revoked", OLD, LAST), ("revoked", NEW, LAST)]


def test_a_cancellation_is_heard_and_shows_the_lines_that_stay(
    known: Path, run: Callable[[], None], today: date
) -> None:
    replaced(known, run, 1, Event("canceled", "E1", ssin=OLD))
    emit(today)
    root = read(sent(known, MUTUALITY, "NRP")[0])
    assert told(root) == [("canceled", OLD, None)]
    assert moved(root[-1][0]) == {(OLD, "EMPLOYEE"): (["2020-01-01..2020-12-31"], ["2020-01-01..2020-12-31"])}


def test_only_the_dossier_types_of_the_subscription_leave(
    partners: Path, subscribe: Callable[..., int], run: Callable[[], None], today: date
) -> None:
    subscribe(MUTUALITY, dossier_types=("STUDENT",))
    send_population(partners, 1, [Person(OLD), Person(NEW)])
    records = [Record(OLD, "2020-01-01"), Record(OLD, "2021-01-01", dossier_type="STUDENT"), Record(NEW, "2022-01-01")]
    send_registrations(partners, MUTUALITY, 1, records)
    run()
    replaced(partners, run, 1, Event("replaced", "E1", ssin=OLD, replaced_by=NEW))
    emit(today)
    assert {kind for _, kind in moved(read(sent(partners, MUTUALITY, "NRP")[0])[-1][0])} == {"STUDENT"}


def test_a_day_on_which_nothing_happened_has_its_file(known: Path, today: date) -> None:
    for days in range(3):
        emit(later(today, days))
    paths = sent(known, MUTUALITY, "NRP")
    assert [told(read(path)) for path in paths] == [[], [], []]
    assert [read(path).findtext("sequenceNumber") for path in paths] == ["1", "2", "3"]


def test_writing_a_day_twice_publishes_nothing_twice(known: Path, run: Callable[[], None], today: date) -> None:
    replaced(known, run, 1, Event("replaced", "E1", ssin=OLD, replaced_by=NEW))
    emit(today)
    before = {path.name: path.read_bytes() for path in (known / "outbox" / MUTUALITY).iterdir()}
    emit(today)
    assert {path.name: path.read_bytes() for path in (known / "outbox" / MUTUALITY).iterdir()} == before


def test_the_same_day_and_the_same_state_give_the_same_bytes(
    known: Path, run: Callable[[], None], today: date, database: Engine
) -> None:
    replaced(known, run, 1, Event("replaced", "E1", ssin=OLD, replaced_by=NEW), Event("canceled", "E2", ssin=NEW))
    emit(today)
    before = {path.name: path.read_bytes() for path in (known / "outbox").glob("*/NRP.*")}
    with database.begin() as connection:
        connection.execute(text("set local session_replication_role = replica"))
        connection.execute(text("delete from sent_file where flow = 'NRP'"))
        connection.execute(text("truncate ledger_item, ledger_entry, daily_file"))
    for path in (known / "outbox").glob("*/NRP.*"):
        path.unlink()
    emit(today)
    assert {path.name: path.read_bytes() for path in (known / "outbox").glob("*/NRP.*")} == before
    assert len(before) == 4, "two files with their vouchers"


def test_what_was_applied_after_the_file_of_its_day_is_told_the_next_day(
    known: Path, run: Callable[[], None], today: date
) -> None:
    emit(today)
    replaced(known, run, 1, Event("replaced", "E1", ssin=OLD, replaced_by=NEW))
    emit(today)
    emit(later(today))
    assert [len(told(read(path))) for path in sent(known, MUTUALITY, "NRP")] == [0, 1]


def test_days_that_were_missed_are_written_in_order(known: Path, run: Callable[[], None], today: date) -> None:
    replaced(known, run, 1, Event("replaced", "E1", ssin=OLD, replaced_by=NEW))
    emit(later(today, 2))
    paths = sent(known, MUTUALITY, "NRP")
    assert [read(path).findtext("day") for path in paths] == [str(later(today, days)) for days in range(3)]
    assert [len(told(read(path))) for path in paths] == [1, 0, 0]


def test_without_a_subscription_nothing_leaves(partners: Path, run: Callable[[], None], today: date) -> None:
    send_population(partners, 1, [Person(OLD), Person(NEW)])
    send_registrations(partners, MUTUALITY, 1, [Record(OLD, "2020-01-01")])
    run()
    replaced(partners, run, 1, Event("replaced", "E1", ssin=OLD, replaced_by=NEW))
    emit(today)
    assert sent(partners, MUTUALITY, "NRP") == []


def test_a_blocked_subscription_keeps_what_it_would_have_told(
    known: Path, subscribers: dict[str, int], run: Callable[[], None], today: date
) -> None:
    block(subscribers[MUTUALITY], True)
    replaced(known, run, 1, Event("replaced", "E1", ssin=OLD, replaced_by=NEW))
    emit(today)
    assert sent(known, MUTUALITY, "NRP") == []
    block(subscribers[MUTUALITY], False)
    emit(today)
    assert sent(known, MUTUALITY, "NRP") == []
    emit(later(today))
    assert [told(read(path)) for path in sent(known, MUTUALITY, "NRP")] == [[("replaced", OLD, NEW)]]


def test_after_the_end_of_the_legal_basis_nothing_leaves(
    known: Path, subscribers: dict[str, int], run: Callable[[], None], today: date
) -> None:
    with engine().begin() as connection:
        subscriptions.end(connection, subscribers[MUTUALITY], today, "the deliberation was withdrawn", today)
    emit(later(today, 3))
    assert len(sent(known, MUTUALITY, "NRP")) == 1
    assert len(sent(known, FUND, "NRP")) == 4


def test_a_renewed_subscription_goes_on_in_the_same_stream(
    known: Path, subscribers: dict[str, int], today: date
) -> None:
    wanted = subscriptions.Wanted(MUTUALITY, "NRP", "CSI/2026/200", later(today))
    with engine().begin() as connection:
        subscriptions.end(connection, subscribers[MUTUALITY], today, "renewed", today)
        subscriptions.add(connection, wanted, today)
    emit(later(today))
    roots = [read(path) for path in sent(known, MUTUALITY, "NRP")]
    assert [(root.findtext("sequenceNumber"), root.findtext("legalBasis")) for root in roots] == [
        ("1", BASIS), ("2", "CSI/2026/200"),
    ]  # fmt: skip


def test_a_cause_that_touches_very_many_has_a_file_of_its_own(
    known: Path, run: Callable[[], None], today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAAS_BULK_CAUSE", "1")
    replaced(known, run, 1, Event("canceled", "E1", ssin=NEW))
    chain = (Event("replaced", "E3", ssin=OLD, replaced_by=NEW), Event("replaced", "E4", ssin=NEW, replaced_by=LAST))
    replaced(known, run, 2, Event("revoked", "E2", revoked_event_id="E1"))
    replaced(known, run, 3, *chain)
    emit(today)
    classes = {read(path).findtext("fileClass"): told(read(path)) for path in sent(known, FUND, "NRP")}
    assert classes == {
        "NORMAL": [("canceled", NEW, None), ("revoked", NEW, None)],
        "BULK": [("replaced", OLD, NEW), ("replaced", NEW, LAST)],
    }
    assert len(sent(known, MUTUALITY, "NRP")) == 1, "one notice of that cause is not very many"


def test_all_files_of_a_day_are_written_before_they_wait_for_the_ledger(
    subscribers: dict[str, int], known: Path, run: Callable[[], None], today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else organisations would wait for each other from the first file on, though it is small."""
    monkeypatch.setenv("RAAS_BULK_CAUSE", "1")
    replaced(known, run, 1, Event("replaced", "E1", ssin=OLD, replaced_by=NEW), Event("canceled", "E2", ssin=NEW))
    begun = len(kept(known))
    with engine().connect() as other:
        locks.ledger(other)
        night = threading.Thread(target=stations.emit, args=([subscribers[FUND]], today))
        night.start()
        until = monotonic() + 10
        while len(kept(known)) < begun + 4 and monotonic() < until:
            sleep(0.05)
        assert len(kept(known)) == begun + 4, "two files and their vouchers"
        assert night.is_alive()
        other.rollback()
    night.join(10)
    assert len(sent(known, FUND, "NRP")) == 2


def test_a_file_written_by_a_process_that_died_is_published_by_the_next(known: Path, today: date) -> None:
    outbox = known / "outbox"
    outbox.rename(known / "aside")
    outbox.write_text("a disk that is not there")
    with pytest.raises(StationFailed):
        emit(today)
    outbox.unlink()
    (known / "aside").rename(outbox)
    emit(today)
    assert [read(path).findtext("sequenceNumber") for path in sent(known, MUTUALITY, "NRP")] == ["1"]


def kept(home: Path) -> list[Path]:
    return [path for path in home.glob("archive/??/??/*") if len(path.name) == 64]


def block(subscription: int, blocked: bool) -> None:
    with engine().begin() as connection:
        subscriptions.block(connection, subscription, blocked, "asked by the security officer")
