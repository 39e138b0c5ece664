"""The night in a real Airflow: daily files leave once, a missed night is made up for, and being late is said."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from making import FUND, MUTUALITY, Event, Person, Record, send_population, send_registrations, send_replacements, ssin
from sqlalchemy import select

from raas_batch.settings import BRUSSELS
from raas_batch.store import subscriptions
from raas_batch.store.engine import engine
from raas_batch.store.tables import sent_file

EMIT = "subscription_emit"
TODAY = datetime.now(BRUSSELS).date()

RunDag = Callable[..., Any]


@pytest.fixture
def told(partners: Path, run: Callable[[], None]) -> Path:
    """Mutuality and Fund know a number, hear of replaced ones, and it was replaced today."""
    with engine().begin() as connection:
        for organisation in (MUTUALITY, FUND):
            wanted = subscriptions.Wanted(organisation, "NRP", "CSI/2026/145", date(2020, 1, 1))
            subscriptions.add(connection, wanted, TODAY)
    send_population(partners, 1, [Person(ssin(0)), Person(ssin(1))])
    send_registrations(partners, MUTUALITY, 1, [Record(ssin(0), "2020-01-01")])
    send_registrations(partners, FUND, 1, [Record(ssin(0), "2021-01-01")])
    run()
    send_replacements(partners, 1, [Event("replaced", "E1", ssin=ssin(0), replaced_by=ssin(1))])
    run()
    return partners


def test_the_night_writes_the_files_of_the_day_before_for_every_subscriber(told: Path, run_dag: RunDag) -> None:
    assert run_dag(EMIT, **night_after(TODAY)).state == "success"
    assert files() == [(MUTUALITY, TODAY, 1), (FUND, TODAY, 1)]
    for organisation in (MUTUALITY, FUND):
        assert len(list((told / "outbox" / organisation).glob("NRP.*.voucher.xml"))) == 1


def test_running_again_publishes_nothing_more(told: Path, run_dag: RunDag) -> None:
    run_dag(EMIT, **night_after(TODAY))
    before = {path: path.stat().st_mtime_ns for path in (told / "outbox").glob("*/NRP.*")}
    assert run_dag(EMIT, **night_after(TODAY)).state == "success"
    assert {path: path.stat().st_mtime_ns for path in (told / "outbox").glob("*/NRP.*")} == before
    assert len(files()) == 2


@pytest.mark.usefixtures("told")
def test_nights_that_were_missed_are_written_in_order(run_dag: RunDag) -> None:
    run_dag(EMIT, **night_after(TODAY + timedelta(days=2)))
    days = [TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=2)]
    assert files() == [(organisation, day, int(day == TODAY)) for organisation in (MUTUALITY, FUND) for day in days]


@pytest.mark.usefixtures("told")
def test_a_day_can_be_asked_for_by_hand(run_dag: RunDag) -> None:
    assert run_dag(EMIT, run_conf={"day": str(TODAY)}).state == "success"
    assert [day for _, day, _ in files()] == [TODAY, TODAY]


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), date(2062, 1, 1)], ids=["tomorrow", "far-away"])
def test_a_day_to_come_is_refused(run_dag: RunDag, day: date) -> None:
    assert run_dag(EMIT, run_conf={"day": str(day)}).state == "failed"
    assert files() == []


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> None:
    """A register that cannot be reached: then nobody knows that nothing is late."""
    monkeypatch.setenv("RAAS_DATABASE_URL", "postgresql://127.0.0.1:1/away")


@pytest.mark.usefixtures("airflow", "away")
@pytest.mark.parametrize(
    ("night", "told_of"),
    [
        ("2026-07-01T00:00:00+00:00", "2026-06-30"),  # 02:00 in summer
        ("2026-11-24T01:00:00+00:00", "2026-11-23"),  # 02:00 in winter
        ("2026-11-24T23:30:00+00:00", "2026-11-24"),  # by hand, after midnight here
        ("2027-03-28T01:00:00+00:00", "2027-03-27"),  # the night without 02:00
        ("2026-10-25T00:00:00+00:00", "2026-10-24"),  # the night with two
    ],
)
def test_the_day_is_the_one_before_in_brussels(night: str, told_of: str, caplog: pytest.LogCaptureFixture) -> None:
    asyncio.run(late(night))
    assert f"day='{told_of}'" in caplog.text


@pytest.mark.usefixtures("airflow", "told")
def test_a_run_that_is_late_is_told_of_only_while_files_are_not_out(caplog: pytest.LogCaptureFixture) -> None:
    yesterday, tonight = (datetime.combine(TODAY + timedelta(days=n), time(2), BRUSSELS).isoformat() for n in (0, 1))
    asyncio.run(late(yesterday))
    assert "event='late'" not in caplog.text, "nobody had a subscription yesterday"
    asyncio.run(late(tonight))
    assert f"day='{TODAY}'" in caplog.text


@pytest.mark.usefixtures("airflow", "away")
def test_being_late_is_one_error_that_says_which_day_and_what_to_do(caplog: pytest.LogCaptureFixture) -> None:
    asyncio.run(late("2026-11-24T01:00:00+00:00", {"day": "2026-11-20"}))
    [record] = caplog.records
    assert record.levelname == "ERROR"
    for part in ("event='late'", "run='night'", "state='failed'", "`raas emit --day 2026-11-20`"):
        assert part in record.getMessage()


def test_at_six_airflow_says_that_files_are_late(bag: Any) -> None:
    from airflow.sdk import DeadlineReference
    from airflow.sdk._shared.module_loading import import_string

    [alert] = bag.dags[EMIT].deadline
    assert alert.reference == DeadlineReference.DAGRUN_LOGICAL_DATE
    assert alert.interval == timedelta(hours=4)
    assert asyncio.iscoroutinefunction(import_string(alert.callback.path))


def night_after(day: date) -> dict[str, Any]:
    """What ``dag.test`` takes to run in the night after a day, be it still to come."""
    return {"run_after": datetime.combine(day + timedelta(days=1), time(2), BRUSSELS), "logical_date": None}


async def late(run_after: str, conf: dict[str, str] | None = None) -> None:
    """Let the alert be called as the triggerer does it."""
    from airflow.triggers.callback import CallbackTrigger

    run = {"dag_run_id": "night", "state": "failed", "run_after": run_after, "conf": conf}
    trigger = CallbackTrigger("dags.watching.night.late", {"context": {"dag_run": run, "deadline": {}}})
    states = [event.payload["state"] async for event in trigger.run()]
    assert states == ["running", "success"]


def files() -> list[tuple[str, date, int]]:
    """Organisation, day and number of items of the daily files, in the order in which they were numbered."""
    with engine().connect() as connection:
        columns = (sent_file.c.receiver, sent_file.c.name, sent_file.c.record_count)
        daily = select(*columns).where(sent_file.c.flow == "NRP").order_by(sent_file.c.receiver, sent_file.c.sequence)
        rows = connection.execute(daily).all()
    return [(row.receiver, date.fromisoformat(row.name.split(".")[2]), row.record_count) for row in rows]
