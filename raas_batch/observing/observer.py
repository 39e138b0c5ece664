"""Looks at the register and gives its figures: in one snapshot of the database, and by listing the inboxes.

It changes nothing and holds no lock. What does not answer is told as such, and the rest is shown.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from time import monotonic

from raas_batch import log
from raas_batch.exchange import inbox
from raas_batch.observing import files, instruments, night
from raas_batch.observing.files import Waits
from raas_batch.observing.instruments import Figure, Figures
from raas_batch.observing.tally import Tally
from raas_batch.settings import BRUSSELS, Settings
from raas_batch.store import figures
from raas_batch.store.engine import impatient

PATIENCE = timedelta(seconds=10)
"""What the database has not answered by then, it does not answer."""


class Observer:
    """Reads the figures of one installation, again and again; ``flows`` are those that it takes."""

    def __init__(self, settings: Settings, flows: Iterable[str]) -> None:
        self._settings = settings
        self._flows = tuple(flows)
        self._tally = Tally()
        self._trouble: set[str] = set()

    def look(self, moment: datetime | None = None) -> Figures:
        """Everything as it is now."""
        began, moment = monotonic(), moment or datetime.now(BRUSSELS)
        lying = self._lying()
        read = self._read(lying, moment)
        return {
            **read,
            instruments.DATABASE_UP: [Figure(int("database" not in self._trouble), {})],
            instruments.INBOX_UP: [Figure(int("inbox" not in self._trouble), {})],
            instruments.OBSERVATION_TIME: [Figure(monotonic() - began, {})],
        }

    def _lying(self) -> list[Waits]:
        """What lies in the inboxes that can be listed."""
        lying: list[Waits] = []
        trouble: Exception | None = None
        try:
            for owner in inbox.owners(self._settings.inbox):
                try:
                    lying += files.in_inbox(inbox.waiting(self._settings.inbox, owner))
                except Exception as error:
                    trouble = error
        except Exception as error:
            trouble = error
        self._tell("inbox", trouble)
        return lying

    def _read(self, lying: list[Waits], moment: datetime) -> Figures:
        try:
            found = self._read_database(lying, moment)
        except Exception as error:
            self._tally = Tally()  # it may be a database put back from a backup that answers next
            self._tell("database", error)
            return files.waiting(self._flows, [files.INBOX], lying, moment)
        self._tell("database", None)
        return found

    def _read_database(self, lying: list[Waits], moment: datetime) -> Figures:
        one_snapshot = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with impatient(self._settings, PATIENCE).connect().execution_options(**one_snapshot) as connection:
            waits = [*lying, *files.entered(connection)]
            return {
                **files.waiting(self._flows, [files.INBOX, *files.OPEN], waits, moment),
                **files.done(self._flows, self._tally.totals(connection)),
                **files.pace(connection),
                **files.unpublished(connection, moment),
                **night.figures(connection, moment),
                instruments.LEDGER_ENTRIES: [Figure(figures.ledger_size(connection), {})],
            }

    def _tell(self, what: str, trouble: Exception | None) -> None:
        """Say in the log when something stops answering, and when it answers again; not every time it is asked."""
        if trouble is not None and what not in self._trouble:
            log.failed("observe", trouble, what=what)
            self._trouble.add(what)
        elif trouble is None and what in self._trouble:
            log.told("observe", what=what, answers="again")
            self._trouble.discard(what)
