"""The watch on the inboxes: what Airflow's triggerer runs, here without one."""

import asyncio
import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from making import FUND, MUTUALITY, Record, drop, file_name, registrations, send_registrations, ssin, voucher

from raas_batch.registration import stations

pytestmark = pytest.mark.usefixtures("airflow")

NAME = file_name("REG", MUTUALITY, 1)
CONTENT = registrations(MUTUALITY, 1, [Record(ssin(0), "2020-01-01")])
TRIGGER = "dags.watching.voucher.VoucherTrigger"
VOUCHER = voucher(NAME, CONTENT, 1)


def test_vouchers_are_told_by_their_number_only(partners: Path) -> None:
    send_registrations(partners, MUTUALITY, 1, [Record(ssin(0), "2020-01-01")])
    send_registrations(partners, FUND, 1, [Record(ssin(0), "2020-01-01")])
    assert told(within=0.5) == [{"vouchers": 2, "files": 2}]


def test_a_file_without_its_voucher_is_not_told(partners: Path) -> None:
    drop(partners, MUTUALITY, NAME, CONTENT, beside=None)
    assert told(within=0.3) == []


def test_an_installation_without_inboxes_has_nothing_to_tell(home: Path) -> None:
    assert not (home / "inbox").exists()
    assert told(within=0.3) == []


def test_a_voucher_that_stays_is_told_again_each_time_after_twice_as_long(partners: Path) -> None:
    drop(partners, MUTUALITY, NAME, CONTENT, VOUCHER)
    assert len(told(within=0.5, again=60)) == 1
    assert len(told(within=1.2, again=0.1)) in range(2, 5)  # at 0, 0.1, 0.3, 0.7: not at each of twenty looks


def test_a_file_that_stays_under_way_is_told_although_its_voucher_is_gone(partners: Path) -> None:
    send_registrations(partners, MUTUALITY, 1, [Record(ssin(0), "2020-01-01")])
    stations.claim()
    assert told(within=0.5, again=60) == []
    assert told(within=0.5, again=0.2) == [{"vouchers": 0, "files": 1}]


def test_a_file_that_waits_for_a_number_is_not_told(partners: Path) -> None:
    send_registrations(partners, MUTUALITY, 3, [Record(ssin(0), "2020-01-01")])
    for batch in stations.claim():
        stations.admit(batch)
    assert told(within=0.4, again=0.1) == []


def test_a_voucher_that_was_taken_away_and_comes_back_is_told(partners: Path) -> None:
    async def story() -> None:
        events = trigger(again=60).run()
        drop(partners, MUTUALITY, NAME, CONTENT, VOUCHER)
        await asyncio.wait_for(anext(events), timeout=2)
        later = asyncio.ensure_future(anext(events))
        (partners / "inbox" / MUTUALITY / NAME.replace(".xml", ".voucher.xml")).unlink()
        await asyncio.sleep(0.2)
        drop(partners, MUTUALITY, NAME, CONTENT, VOUCHER)
        await asyncio.wait_for(later, timeout=2)

    asyncio.run(story())


def test_a_trigger_is_made_again_from_what_the_database_keeps_of_it() -> None:
    kept = json.loads(json.dumps(trigger(again=7).serialize()))
    (module, _, name), values = kept[0].rpartition("."), kept[1]
    assert getattr(import_module(module), name)(**values).serialize() == tuple(kept)


def test_every_component_can_import_the_watch_wherever_it_runs(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from dags.watching import INBOX; print(INBOX.watchers[0].trigger.serialize()[0])"]
    shown = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == TRIGGER


def test_what_takes_files_in_waits_for_one_and_the_same_watch(bag: Any) -> None:
    from dags.watching import INBOX

    for dag in (dag for dag in bag.dags.values() if "ingest" in dag.tags):
        condition = dag.timetable.asset_condition
        assert INBOX in getattr(condition, "objects", [condition])
    assert [watcher.trigger.serialize()[0] for watcher in INBOX.watchers] == [TRIGGER]


def trigger(again: float) -> Any:
    from dags.watching.voucher import VoucherTrigger

    return VoucherTrigger(poke=0.05, again=again)


def told(within: float, again: float = 60) -> list[Any]:
    """The payloads of what a trigger tells in so many seconds."""
    payloads: list[Any] = []

    async def listen() -> None:
        async for event in trigger(again).run():
            payloads.append(event.payload)

    async def listen_a_while() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(listen(), within)

    asyncio.run(listen_a_while())
    return payloads
