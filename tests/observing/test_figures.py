"""The figures say what is so: in a register that real files brought into every state."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from making import FUND, MUTUALITY, SOURCE, Record, send_registrations, ssin
from observing.conftest import Shown, observer, shown
from sqlalchemy import Engine, text
from subscription.conftest import sent

from raas_batch.flows import take_all
from raas_batch.intake import decide
from raas_batch.observing.instruments import INSTRUMENTS
from raas_batch.settings import BRUSSELS
from raas_batch.states import MOVES
from raas_batch.store import subscriptions
from raas_batch.subscription import outbox, stations

DAY = datetime.now(BRUSSELS).date()
FLOWS = ("POP", "RPL", "MUT", "REG", "NET", "REC", "CON", "PER", "other")
HOURS = 3600.0


def look(moment: datetime | None = None) -> Shown:
    return shown(observer().look(moment))


def at(hour: int, days: int = 1) -> datetime:
    """A full hour of a later day, in Belgium."""
    return datetime.combine(DAY + timedelta(days=days), time(hour), BRUSSELS)


def more_than_none(figure: dict[tuple[str, ...], float]) -> dict[tuple[str, ...], float]:
    return {labels: value for labels, value in figure.items() if value}


# -- what waits -------------------------------------------------------------------------------------------------


def test_a_waiting_file_counts_once_wherever_it_waits(busy: Path) -> None:
    waiting = look()["raas.files.waiting"]
    assert more_than_none(waiting) == {
        ("REG", "PARKED"): 1, ("REG", "HELD"): 1, ("POP", "INBOX"): 1, ("other", "INBOX"): 1,
    }  # fmt: skip
    states = {"INBOX", *(state for state, others in MOVES.items() if others)}
    assert waiting.keys() == {(flow, state) for flow in FLOWS for state in states}, "a series may not come and go"


def test_the_oldest_file_tells_the_age(busy: Path, database: Engine) -> None:
    with database.begin() as connection:
        connection.execute(text("update file set received_at = now() - interval '1 hour' where state = 'HELD'"))
    age = look(datetime.now(BRUSSELS) + timedelta(hours=2))["raas.files.waiting_age"]
    assert age["REG", "HELD"] == pytest.approx(3 * HOURS, abs=60)
    assert age["POP", "INBOX"] == pytest.approx(2 * HOURS, abs=60)
    assert age["REG", "RECEIVED"] == 0


def test_what_a_claim_that_died_left_behind_waits_in_the_inbox(busy: Path) -> None:
    claimed = busy / "inbox" / ".claimed" / SOURCE
    claimed.mkdir(parents=True, exist_ok=True)
    for path in (busy / "inbox" / SOURCE).iterdir():
        path.rename(claimed / path.name)
    before = sorted(busy.rglob("*"))
    assert look()["raas.files.waiting"]["POP", "INBOX"] == 1
    assert sorted(busy.rglob("*")) == before, "who observes moves nothing"


def test_an_inbox_that_cannot_be_listed_is_told_and_hides_no_other(busy: Path) -> None:
    (busy / "inbox" / ".claimed" / FUND).mkdir(parents=True, exist_ok=True)
    (busy / "inbox" / ".claimed" / FUND).rmdir()
    (busy / "inbox" / ".claimed" / FUND).touch()  # a file where a folder should be
    (busy / "inbox" / FUND).mkdir(exist_ok=True)
    told = look()
    assert told["raas.inbox.up"] == {(): 0}
    assert told["raas.files.waiting"]["POP", "INBOX"] == 1


# -- what was done ----------------------------------------------------------------------------------------------


def test_every_file_that_ended_every_verdict_and_every_byte_is_counted(busy: Path, database: Engine) -> None:
    told = look()
    assert more_than_none(told["raas.files.finished"]) == {
        ("POP", "ANSWERED"): 1, ("REG", "ANSWERED"): 1, ("REG", "REFUSED"): 1, ("REG", "DUPLICATE"): 1,
    }  # fmt: skip
    assert more_than_none(told["raas.records.judged"]) == {
        ("POP", "OK"): 10, ("REG", "OK"): 10, ("REG", "NOK"): 2,
    }  # fmt: skip
    with database.connect() as connection:
        assert told["raas.files.received"] == {(): connection.scalar(text("select sum(size) from file"))}


def test_the_pace_is_that_of_the_journal(busy: Path, database: Engine) -> None:
    with database.begin() as connection:
        for state, seconds in (("RECEIVED", 0), ("ACCEPTED", 2), ("APPLIED", 5), ("ANSWERED", 9)):
            statement = text(
                "update journal set moment = '2026-01-01'::timestamptz + :s * interval '1 s' where state = :t"
            )
            connection.execute(statement, {"s": seconds, "t": state})
    told = look()
    assert told["raas.apply.rate"] == {("POP",): pytest.approx(10 / 3), ("REG",): pytest.approx(12 / 3)}
    assert told["raas.answer.time"] == {("POP",): 9, ("REG",): 9}


def test_an_answer_that_cannot_be_published_waits(busy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert more_than_none(look()["raas.files.unpublished"]) == {}
    (busy / "no-folder").touch()
    monkeypatch.setenv("RAAS_OUTBOX_URL", str(busy / "no-folder" / "outbox"))
    assert take_all(), "publishing fails"
    told = look(datetime.now(BRUSSELS) + timedelta(hours=1))
    waiting = more_than_none(told["raas.files.unpublished"])
    assert waiting == {("ACK",): 2, ("RSP",): 1}, "of POP 2, and the refusal of a file of a flow that nobody takes"
    assert told["raas.files.unpublished_age"][("ACK",)] == pytest.approx(HOURS, abs=60)


def test_totals_stay_true_when_a_file_that_came_first_is_seen_last(busy: Path, database: Engine) -> None:
    one = observer()
    with database.connect() as slow:
        slow.execute(
            text("insert into file (sender, name, state, received_at) values (314595348, 'x', 'REFUSED', now())")
        )
        send_registrations(busy, FUND, 2, [Record(ssin(1))])
        take_all()
        before = [shown(one.look())["raas.files.finished"] for _ in range(4)][-1]
        slow.commit()
    after = [shown(one.look())["raas.files.finished"] for _ in range(4)]
    assert [told["other", "REFUSED"] - before["other", "REFUSED"] for told in after] == [1] * 4
    assert after[-1] == look()["raas.files.finished"]


def test_totals_follow_what_waited_long(busy: Path, database: Engine) -> None:
    one = observer()
    before = [shown(one.look())["raas.files.finished"] for _ in range(3)][-1]
    with database.connect() as connection:
        held = connection.scalar(text("select id from file where state = 'HELD'"))
    decide.refuse(held, "not meant")
    after = [shown(one.look())["raas.files.finished"] for _ in range(3)]
    assert [told["REG", "REFUSED"] for told in after] == [before["REG", "REFUSED"] + 1] * 3


# -- the night --------------------------------------------------------------------------------------------------


@pytest.fixture
def subscribed(partners: Path, database: Engine) -> list[int]:
    """Two subscriptions, of which today is the first day."""
    with database.begin() as connection:
        return [
            subscriptions.add(connection, subscriptions.Wanted(owner, "NRP", "CSI/2026/145", date(2020, 1, 1)), DAY)
            for owner in (MUTUALITY, FUND)
        ]


def test_until_the_files_of_a_day_are_out_the_time_that_is_left_is_told(subscribed: list[int]) -> None:
    assert "raas.night.time_left" in look(at(23, 0))
    assert [look(moment)["raas.night.due"][()] for moment in (at(23, 0), at(0), at(5), at(7), at(5, 2))] == [
        0,
        2,
        2,
        2,
        2,
    ]
    assert [look(moment)["raas.night.time_left"].get(()) for moment in (at(23, 0), at(5), at(7), at(5, 3))] == [
        None, 1 * HOURS, -1 * HOURS, -47 * HOURS,
    ]  # fmt: skip
    stations.emit(subscribed[:1], DAY, at(3))
    assert look(at(4))["raas.night.due"] == {(): 1}
    assert look(at(4))["raas.night.margin"] == {}, "no day is out"


def test_when_all_are_out_the_margin_is_told_until_the_next_are(subscribed: list[int]) -> None:
    stations.emit(subscribed, DAY, at(2))
    told = look(at(7))
    assert (told["raas.night.due"], told["raas.night.time_left"]) == ({(): 0}, {})
    assert (told["raas.night.margin"], told["raas.ledger.entries"]) == ({(): 4 * HOURS}, {(): 2})
    outbox.republish(f"NRP.{MUTUALITY}.{DAY:%Y%m%d}.00001.T.xml", at(8))
    assert look(at(9))["raas.night.margin"] == {(): 4 * HOURS}, "a file that is given again was not late"
    assert look(at(1, 2))["raas.night.margin"] == {(): 4 * HOURS}, "the next night is not over"
    stations.emit(subscribed, DAY + timedelta(days=1), at(7, 2))
    assert look(at(8, 2))["raas.night.margin"] == {(): -1 * HOURS}


def test_a_file_that_is_written_and_not_published_is_not_out(subscribed: list[int], database: Engine) -> None:
    stations.emit(subscribed, DAY, at(3))
    with database.begin() as connection:
        connection.execute(text("update sent_file set published_at = null where flow = 'NRP' and receiver = 428759497"))
    told = look(at(4))
    assert (told["raas.night.due"], told["raas.night.time_left"]) == ({(): 1}, {(): 2 * HOURS})
    assert told["raas.files.unpublished"][("NRP",)] == 1
    with database.begin() as connection:
        subscriptions.block(connection, subscribed[1], blocked=True, reason="asked")
    told = look(at(4))
    assert (told["raas.night.due"], told["raas.files.unpublished"][("NRP",)]) == ({(): 0}, 0), "it may not leave"


def test_who_is_blocked_or_has_ended_is_not_waited_for(subscribed: list[int], partners: Path, database: Engine) -> None:
    with database.begin() as connection:
        subscriptions.block(connection, subscribed[0], blocked=True, reason="asked")
        subscriptions.end(connection, subscribed[1], DAY, "withdrawn", DAY)
    stations.emit(subscribed, DAY + timedelta(days=1), at(2, 2))
    told = look(at(7, 3))
    assert told["raas.night.due"] == {(): 1}, "the blocked one has a day to be told of, by no file"
    assert sent(partners, MUTUALITY, "NRP") == []


# -- as a whole -------------------------------------------------------------------------------------------------


def test_every_instrument_shows_what_the_table_says(subscribed: list[int], busy: Path) -> None:
    stations.emit(subscribed, DAY, at(2))
    figures = observer().look(at(3, 2))
    assert figures.keys() == set(INSTRUMENTS)
    for instrument, all_of in figures.items():
        assert {tuple(figure.labels) for figure in all_of} == {instrument.labels}, instrument.name


def test_an_empty_register_has_nothing_to_tell_and_is_up(partners: Path) -> None:
    told = look()
    assert (told["raas.database.up"], told["raas.inbox.up"], told["raas.ledger.entries"]) == ({(): 1}, {(): 1}, {(): 0})
    assert more_than_none(told["raas.files.waiting"]) == {}
    assert told["raas.night.time_left"] == told["raas.apply.rate"] == {}


def test_who_observes_needs_no_right_to_write(
    partners: Path, database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.begin() as connection:
        connection.execute(text("create role observer login in role pg_read_all_data"))
    try:
        url = database.url.set(username="observer").render_as_string(hide_password=False)
        monkeypatch.setenv("RAAS_DATABASE_URL", url)
        assert look()["raas.database.up"] == {(): 1}
    finally:
        with database.begin() as connection:
            connection.execute(text("drop role observer"))
