"""Issues the statements of a month: sees that the month is complete, counts, and writes files that never change.

A statement that was written is never replaced by another: computed anew it is the same, byte for byte, or something is
wrong and a person must look. What was counted so far, of a month that is not complete, is written under another name.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection
from upath import UPath

from raas_batch.billing import page, price_list, table
from raas_batch.billing.months import Month
from raas_batch.billing.statement import Statement, statements
from raas_batch.errors import Failure
from raas_batch.exchange import durable
from raas_batch.periods import ONE_DAY
from raas_batch.progress import step
from raas_batch.settings import BRUSSELS, Settings, installation
from raas_batch.store import nights, organisations, use
from raas_batch.store.engine import engine, snapshot

CALM = timedelta(minutes=10)
"""How long after its end a month is left alone: clocks differ, and who writes looks at the clock just before."""


class Issued(NamedTuple):
    """The statements of a month, all of them or one; whether the month is complete."""

    statements: list[Statement]
    month: Month
    environment: str
    is_final: bool
    is_of_all: bool

    def pages(self) -> Iterator[tuple[str, str]]:
        """The name and content of each file: of every statement, then of all together."""
        for one in self.statements:
            yield self._name(one.organisation, "csv"), table.as_csv([one], self.environment, self.is_final)
            yield self._name(one.organisation, "html"), page.of_one(one, self.environment, self.is_final)
        if self.is_of_all and self.statements:
            yield self._name("all", "csv"), table.as_csv(self.statements, self.environment, self.is_final)
            yield self._name("all", "html"), page.of_all(self.statements, self.environment, self.is_final)

    def _name(self, of: str, extension: str) -> str:
        so_far = "" if self.is_final else ".so-far"
        return f"statement.{of}.{self.month}.{self.environment}{so_far}.{extension}"


def issued(month: Month, organisation: str | None = None, so_far: bool = False, now: datetime | None = None) -> Issued:
    """Make the statements of a month, or that of one organisation. ``so_far``: whether the month need not be complete.

    Raises Failure when it must be and is not, WrongUse when the price list does not hold.
    """
    settings = installation()
    prices = price_list.read(settings.price_list)
    if not so_far:
        _see_that_it_is_over(settings, month, now or datetime.now(BRUSSELS))
    with snapshot() as connection:
        if organisation is not None:
            organisations.require(connection, organisation)
        if not so_far:
            _see_that_all_is_told(connection, month)
        counts = use.counted(connection, use.Window(month.days, settings.environment))
        made = statements(month, counts, prices, organisation)
    wanted = [one for one in made if organisation in (None, one.organisation)]
    return Issued(wanted, month, settings.environment, not so_far, organisation is None)


def write(told: Issued, folder: UPath) -> list[str]:
    """Write the files that are not in the folder yet. Returns the names of all.

    Raises Failure, and writes none, when a file of a complete month is there and says something else.
    """
    files = {folder / name: content.encode() for name, content in told.pages()}
    differing = [path.name for path, content in files.items() if path.exists() and path.read_bytes() != content]
    if told.is_final and differing:
        raise Failure(
            f"{', '.join(differing)} in {folder} says something else than what is computed now; nothing is written. Is "
            "the price list the same? Prices of a new month go in a tariff of their own, and old ones stay as they are"
        )
    with step("write statements", len(files)) as advance:
        for path, content in files.items():
            if path.name in differing or not path.exists():
                with durable.written(folder, partial(UPath, path), again=True) as stream:
                    stream.write(content)
            advance(1)
    return [path.name for path in files]


def _see_that_it_is_over(settings: Settings, month: Month, now: datetime) -> None:
    """What was done in the month is also committed: every transaction that began in it has ended."""
    stop = use.begin_of(month.days.stop)
    if now < stop + CALM:
        raise Failure(f"{month} is not over, or just is; --so-far shows what was counted until now")
    with engine(settings).connect() as connection:
        oldest = use.oldest_transaction(connection)
    if oldest is not None and oldest < stop + CALM:
        raise Failure(f"a transaction that began on {oldest:%Y-%m-%d %H:%M:%S} still runs; try again when it has ended")


def _see_that_all_is_told(connection: Connection, month: Month) -> None:
    due = nights.due(connection, month.days.stop - ONE_DAY)
    if due.subscriptions:
        raise Failure(
            f"daily files of {month} are not out, from {due.since} on; `raas emit --day {month.days.stop - ONE_DAY}` "
            "writes them, --so-far shows what was counted until now"
        )
