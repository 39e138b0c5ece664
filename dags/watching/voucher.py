"""Tells Airflow that there is something to do: the only code of ours that Airflow's triggerer runs by itself."""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic
from typing import Any

from airflow.triggers.base import BaseEventTrigger, TriggerEvent

from raas_batch.exchange.inbox import vouchers
from raas_batch.settings import Settings, installation
from raas_batch.store import files
from raas_batch.store.engine import engine


class VoucherTrigger(BaseEventTrigger):
    """Fires when a voucher lies in an inbox, and again while it stays there or its file stays under way.

    It reads names only, every ``poke`` seconds. An event is a reason to look and not a list to trust, since Airflow may
    join events or lose one: what stays is told again after ``again`` seconds, and then each time after twice as long.
    An inbox or a database that cannot be read ends the trigger, and Airflow starts it again, until it can.
    """

    def __init__(self, poke: float = 3.0, again: float = 20.0) -> None:
        super().__init__()
        self.poke = poke
        self.again = again

    def serialize(self) -> tuple[str, dict[str, Any]]:
        return f"{type(self).__module__}.{type(self).__qualname__}", {"poke": self.poke, "again": self.again}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        waiting: dict[str, tuple[float, float]] = {}  # when to tell of it next, and how long to be silent after that
        while True:
            lying, under_way = await asyncio.to_thread(found, installation())
            now = monotonic()
            new = dict.fromkeys(lying, (now, self.again)) | dict.fromkeys(under_way, (now + self.again, 2 * self.again))
            waiting = new | {name: due for name, due in waiting.items() if name in new}  # what went may come again
            ripe = [name for name, (moment, _) in waiting.items() if moment <= now]
            waiting |= {name: (now + pause, 2 * pause) for name in ripe for _, pause in [waiting[name]]}
            if ripe:
                yield TriggerEvent({"vouchers": sum(name in lying for name in ripe), "files": len(ripe)})
            await asyncio.sleep(self.poke)


def found(settings: Settings) -> tuple[set[str], set[str]]:
    """The vouchers in all inboxes, each with the folder it lies in, and the files that a run should take on."""
    with engine(settings).connect() as connection:
        return vouchers(settings.inbox), set(map(str, files.under_way(connection)))
