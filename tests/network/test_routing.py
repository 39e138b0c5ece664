"""Who hears of a message of the network, every day, and that its sender does not learn of it."""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from making import (
    FUND,
    MUTUALITY,
    NETWORK,
    Event,
    Message,
    Record,
    send_messages,
    send_registrations,
    send_replacements,
    ssin,
)
from network.conftest import AN, BART, BASIS, OLD, heard, ids
from reading import answer
from sqlalchemy import Engine, select
from subscription.conftest import emit, later, read, sent

from raas_batch.network import stations
from raas_batch.store import ledger, locks, subscriptions
from raas_batch.store.engine import engine
from raas_batch.store.tables import network_payload, notice, routed_file
from raas_batch.subscription import base, outbox
from raas_batch.subscription.stations import _horizon

UNKNOWN = ssin(99)

Run = Callable[[], None]
Subscribe = Callable[..., int]


def verdicts(home: Path, name: str) -> list[str]:
    return [verdict.code for verdict in answer(home, NETWORK, "RSP", name).verdicts]


@pytest.mark.parametrize(
    ("day", "mutuality", "fund"),
    [("2023-12-31", 1, 0), ("2024-01-01", 1, 1), ("2024-12-31", 1, 1), ("2025-01-01", 1, 0), ("2019-12-31", 0, 0)],
)
def test_a_message_goes_to_whose_line_covers_its_date(
    known: Path, subscribe: Subscribe, run: Run, today: date, day: str, mutuality: int, fund: int
) -> None:
    subscribe(MUTUALITY)
    subscribe(FUND)
    send_messages(known, 1, [Message("M1", AN, day)])
    run()
    emit(today)
    assert (len(heard(known, MUTUALITY)), len(heard(known, FUND))) == (mutuality, fund)


def test_what_is_told_of_a_message(known: Path, subscribe: Subscribe, run: Run, today: date) -> None:
    subscribe(MUTUALITY)
    send_registrations(known, MUTUALITY, 2, [Record(AN, "2026-01-01", dossier_type="STUDENT")])
    name = send_messages(known, 1, [Message("M1", AN), Message("M2", BART)])
    run()
    emit(today)
    [path] = sent(known, MUTUALITY, "NNE")
    root, [message] = read(path), heard(known, MUTUALITY)
    told = [root.findtext(each) for each in ("day", "fileClass", "legalBasis", "networkService")]
    assert told == [str(today), "NORMAL", BASIS, "DIMONA"]
    marks = [message.findtext(each) for each in ("messageId", "messageDate", "appliedDate", "ssin", "replacedBy")]
    assert marks == ["M1", "2026-11-20", str(today), AN, None]
    assert [kind.text for kind in message.iterfind("dossierTypes/dossierType")] == ["EMPLOYEE", "STUDENT"]
    assert verdicts(known, name) == ["MSG00000", "MSG00000"], "heard or not, the sender is told the same"
    with engine().connect() as connection:
        assert [(row.told, row.receiver) for row in ledger.about(connection, AN)] == [(["DIMONA"], MUTUALITY)]
        assert ledger.verify(connection).wrong == []


def test_the_sender_is_told_the_same_whoever_hears(known: Path, subscribe: Subscribe, run: Run) -> None:
    alone = send_messages(known, 1, [Message("M1", AN)])
    run()
    subscribe(MUTUALITY)
    subscribe(FUND)
    heard_of = send_messages(known, 2, [Message("M2", AN, "2024-06-01")])
    run()
    one, other = (answer(known, NETWORK, "RSP", name) for name in (alone, heard_of))
    for path in ("records", "dossiers", "counts"):
        assert [each.xpath("string()") for each in (one.content.find(path), other.content.find(path))] == [
            one.content.find(path).xpath("string()")
        ] * 2
    assert one.verdicts == other.verdicts


def test_a_message_that_nobody_may_have_is_counted_and_its_payload_is_not_kept(
    known: Path, subscribe: Subscribe, run: Run, database: Engine
) -> None:
    subscribe(MUTUALITY, dossier_types=("STUDENT",))
    send_messages(known, 1, [Message("M1", AN), Message("M2", BART)])
    run()
    with database.connect() as connection:
        assert connection.execute(select(routed_file.c["messages", "not_routed"])).one() == (2, 2)
        assert connection.execute(select(network_payload)).all() == []
        assert connection.execute(select(notice)).all() == []


def test_a_message_about_a_replaced_number_reaches_the_lines_of_the_last_one(
    known: Path, subscribe: Subscribe, run: Run, today: date
) -> None:
    subscribe(MUTUALITY)
    events = [Event("replaced", "E1", ssin=OLD, replaced_by=BART), Event("replaced", "E2", ssin=BART, replaced_by=AN)]
    send_replacements(known, 1, events)
    run()
    name = send_messages(known, 1, [Message("M1", OLD)])
    run()
    emit(today)
    [message] = heard(known, MUTUALITY)
    assert (message.findtext("ssin"), message.findtext("replacedBy")) == (OLD, AN)
    assert verdicts(known, name) == ["RAAS0313"]
    with engine().connect() as connection:
        assert [row.told for row in ledger.about(connection, AN)] == [["DIMONA"]]


def test_a_message_sent_twice_is_told_once(known: Path, subscribe: Subscribe, run: Run, today: date) -> None:
    subscribe(MUTUALITY)
    first = send_messages(known, 1, [Message("M1", AN), Message("M1", AN)])
    again = send_messages(known, 2, [Message("M1", AN, "2026-11-21"), Message("M2", AN)])
    run()
    emit(today)
    assert ids(known, MUTUALITY) == ["M1", "M2"]
    assert [verdicts(known, name) for name in (first, again)] == [["MSG00000", "RAAS0425"], ["RAAS0425", "MSG00000"]]


def test_a_canceled_and_an_unknown_number_are_refused(known: Path, run: Run) -> None:
    send_replacements(known, 1, [Event("canceled", "E1", ssin=OLD)])
    run()
    name = send_messages(known, 1, [Message("M1", OLD), Message("M2", UNKNOWN), Message("M3", "80610100199")])
    run()
    assert verdicts(known, name) == ["RAAS0312", "RAAS0311", "RAAS0301"]


def test_a_simulation_tells_nobody_and_takes_no_message_id(
    known: Path, subscribe: Subscribe, run: Run, today: date
) -> None:
    subscribe(MUTUALITY)
    send_messages(known, 1, [Message("M1", AN)], environment="S")
    run()
    emit(today)
    assert ids(known, MUTUALITY) == []
    send_messages(known, 1, [Message("M1", AN)])
    run()
    emit(later(today))
    assert ids(known, MUTUALITY) == ["M1"]


def test_what_came_with_the_message_is_applied_before_it(
    known: Path, subscribe: Subscribe, run: Run, today: date
) -> None:
    subscribe(FUND)
    send_registrations(known, FUND, 2, [Record(OLD, "2026-01-01")])
    send_replacements(known, 1, [Event("replaced", "E1", ssin=OLD, replaced_by=BART)])
    send_messages(known, 1, [Message("M1", BART)])
    [[_]] = stations.claim()
    stations.apply(stations.admit([file_id for batch in stations.claim() for file_id in batch]))
    with engine().connect() as connection:
        assert connection.execute(select(notice)).all() == [], "it waits for the registration and the list"
    run()
    emit(today)
    assert ids(known, FUND) == ["M1"]


# Days


def test_two_days_of_messages_are_one_numbered_stream_with_empty_days(
    known: Path, subscribe: Subscribe, run: Run, today: date
) -> None:
    subscribe(MUTUALITY)
    send_messages(known, 1, [Message("M1", AN)])
    run()
    emit(today)
    emit(later(today))
    send_messages(known, 2, [Message("M2", AN)])
    run()
    emit(later(today, 2))
    roots = [read(path) for path in sent(known, MUTUALITY, "NNE")]
    assert [root.findtext("sequenceNumber") for root in roots] == ["1", "2", "3"]
    assert [[each.findtext("messageId") for each in root[-1]] for root in roots] == [["M1"], [], ["M2"]]


def test_two_services_share_the_numbers_of_the_stream_and_nothing_else(
    known: Path, subscribe: Subscribe, run: Run, today: date
) -> None:
    from raas_batch.store import services
    from raas_batch.xml.schemas import Given

    schema = b"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:other">
        <xs:element name="other"/></xs:schema>"""
    with engine().begin() as connection:
        services.add(connection, "OTHER", "Other", NETWORK, Given((("other.xsd", schema),)))
    subscribe(MUTUALITY)
    subscribe(MUTUALITY, "OTHER")
    send_messages(
        known, 1, [Message("M1", AN), Message("M1", AN, network_service="OTHER", payload='<other xmlns="urn:other"/>')]
    )
    run()
    emit(today)
    emit(later(today))
    roots = [read(path) for path in sent(known, MUTUALITY, "NNE")]
    assert [(root.findtext("networkService"), root.findtext("sequenceNumber"), len(root[-1])) for root in roots] == [
        ("DIMONA", "1", 1), ("OTHER", "2", 1), ("DIMONA", "3", 0), ("OTHER", "4", 0),
    ]  # fmt: skip


def test_a_blocked_subscription_keeps_what_it_would_have_told(
    known: Path, subscribe: Subscribe, run: Run, today: date
) -> None:
    number = subscribe(MUTUALITY)
    block(number, True)
    send_messages(known, 1, [Message("M1", AN)])
    run()
    emit(today)
    assert sent(known, MUTUALITY, "NNE") == []
    block(number, False)
    emit(later(today))
    assert ids(known, MUTUALITY) == ["M1"]


def test_a_past_file_leaves_again_only_under_a_subscription_to_its_service(
    known: Path, subscribe: Subscribe, run: Run, today: date
) -> None:
    number = subscribe(MUTUALITY)
    send_messages(known, 1, [Message("M1", AN)])
    run()
    emit(today)
    [path] = sent(known, MUTUALITY, "NNE")
    content = path.read_bytes()
    path.unlink()
    outbox.republish(path.name)
    assert path.read_bytes() == content
    block(number, True)
    with pytest.raises(Exception, match="cannot leave again: the subscription of 0314595348 to DIMONA is blocked"):
        outbox.republish(path.name)


def test_a_legal_basis_that_has_not_begun_brings_nothing(known: Path, run: Run, today: date) -> None:
    wanted = subscriptions.Wanted(MUTUALITY, "NNE", BASIS, later(today), network_service="DIMONA")
    with engine().begin() as connection:
        subscriptions.add(connection, wanted, today)
    send_messages(known, 1, [Message("M1", AN)])
    run()
    emit(later(today))
    assert [len(read(path)[-1]) for path in sent(known, MUTUALITY, "NNE")] == [0]


def test_a_file_with_very_many_messages_is_told_apart(
    known: Path, subscribe: Subscribe, run: Run, today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAAS_BULK_CAUSE", "1")
    subscribe(MUTUALITY)
    send_messages(known, 1, [Message("M1", AN)])
    send_messages(known, 2, [Message("M2", AN), Message("M3", AN)])
    run()
    emit(today)
    classes = {read(path).findtext("fileClass"): len(read(path)[-1]) for path in sent(known, MUTUALITY, "NNE")}
    assert classes == {"NORMAL": 1, "BULK": 2}


def test_a_base_file_names_the_first_message_file_after_it(
    known: Path, subscribe: Subscribe, run: Run, today: date
) -> None:
    subscribe(MUTUALITY)
    with engine().begin() as connection:
        subscriptions.add(connection, subscriptions.Wanted(MUTUALITY, "NRP", BASIS, date(2020, 1, 1)), today)
    emit(today)
    base.write(MUTUALITY)
    [path] = sent(known, MUTUALITY, "BAS")
    goes_on = {each.findtext("flow"): each.findtext("fileSequenceNumber") for each in read(path).iter("dailyFile")}
    assert goes_on == {"NRP": "2", "NNE": "2", "RSP": "2"}


def test_the_files_of_a_day_wait_for_messages_that_are_being_applied(
    known: Path, subscribe: Subscribe, run: Run, database: Engine
) -> None:
    from raas_batch.settings import Settings

    found: list[int] = []
    with database.connect() as applying:
        locks.mirror(applying, changes=False)
        locks.notices(applying, alone=False)
        night = threading.Thread(target=lambda: found.append(_horizon(Settings(), MUTUALITY)))
        night.start()
        night.join(0.3)
        assert found == [], "it waits"
        applying.rollback()
    night.join(10)
    assert len(found) == 1


def block(subscription: int, blocked: bool) -> None:
    with engine().begin() as connection:
        subscriptions.block(connection, subscription, blocked, "asked by the security officer")
