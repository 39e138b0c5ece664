"""Tells Airflow that a voucher lies in an inbox: the only code of ours that Airflow's triggerer runs."""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic
from typing import Any

from airflow.triggers.base import BaseEventTrigger, TriggerEvent

from raas_batch.exchange.inbox import vouchers
from raas_batch.settings import Settings


class VoucherTrigger(BaseEventTrigger):
    """Fires when a voucher lies in an inbox, and again while it stays there.

    It reads names only, every ``poke`` seconds; a voucher that stays is told again after ``again`` seconds. An event
    is a reason to look and not a list to trust, since Airflow may join events or lose one. An inbox that cannot be
    read ends the trigger, and Airflow starts it again, until it can.
    """

    def __init__(self, poke: float = 3.0, again: float = 60.0) -> None:
        super().__init__()
        self.poke = poke
        self.again = again

    def serialize(self) -> tuple[str, dict[str, Any]]:
        return f"{type(self).__module__}.{type(self).__qualname__}", {"poke": self.poke, "again": self.again}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        told: dict[str, float] = {}
        while True:
            lying = await asyncio.to_thread(vouchers, Settings().inbox)
            now = monotonic()
            told = {name: moment for name, moment in told.items() if name in lying}  # those taken away may come again
            new = {name for name in lying if name not in told or now - told[name] >= self.again}
            if new:
                told |= dict.fromkeys(new, now)
                yield TriggerEvent({"vouchers": len(new)})
            await asyncio.sleep(self.poke)
