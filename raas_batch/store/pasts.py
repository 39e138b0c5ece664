"""What an organisation knew of many SSINs, each at a moment of its own: a few queries, however many there are.

``past.known`` asks the same of one moment. Here the log of all SSINs is read once, and folded once for each pair of an
SSIN and a moment, so that a moment more costs no query but the fold of its own SSIN's log.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from heapq import merge
from operator import attrgetter
from typing import NamedTuple

from sqlalchemy import Connection, select

from raas_batch.histories import Asked, Replaced, fold
from raas_batch.periods import Period
from raas_batch.ssin_events import Kind
from raas_batch.store import chains, past
from raas_batch.store.tables import file, operation, ssin_event
from raas_batch.traces import Traced

NOW = datetime(9999, 12, 31, tzinfo=UTC)
"""The moment that asks for what is known now: nothing was applied, or revoked, after it."""


class Pair(NamedTuple):
    """An SSIN, and the moment as of which it is asked for."""

    ssin: str
    known_at: datetime


class Known(NamedTuple):
    """What was known: the SSIN at the end of the chain, whether an event had canceled that one, and its lines."""

    pair: Pair
    last_ssin: str
    canceled: bool
    lines: list[tuple[int, Traced]]
    """Number of the dossier type and line, sorted."""


class _Canceled(NamedTuple):
    ssin: str


class _Step(NamedTuple):
    number: int
    applied_at: datetime
    revoked_at: datetime | None
    what: Asked | Replaced | _Canceled

    def stands(self, moment: datetime) -> bool:
        return self.applied_at <= moment and (self.revoked_at is None or self.revoked_at > moment)


def known(connection: Connection, organisation: str, pairs: Collection[Pair]) -> Iterator[Known]:
    """What was known of each pair, in their order."""
    family = chains.families(connection, {pair.ssin for pair in pairs})
    steps: dict[str, list[_Step]] = defaultdict(list)
    read = merge(_asked(connection, family, organisation), _events(connection, family), key=attrgetter("number"))
    for step in read:
        steps[family[_named(step)]].append(step)
    always: dict[str, dict[str, str]] = defaultdict(dict)
    for old, new in past.from_the_beginning(connection, family).items():
        always[family[old]][old] = new
    for pair in pairs:
        head = family[pair.ssin]
        yield _known(pair, steps.get(head, []), always.get(head, {}))


def _known(pair: Pair, steps: list[_Step], always: dict[str, str]) -> Known:
    standing = [step.what for step in steps if step.stands(pair.known_at)]
    history = fold((what for what in standing if not isinstance(what, _Canceled)), always)
    last = history.last(pair.ssin)
    held = [(kind, line) for (ssin, kind), lines in history.traced.items() if ssin == last for line in lines]
    return Known(pair, last, _Canceled(last) in standing, sorted(held, key=lambda each: (each[0], each[1].start)))


def _named(step: _Step) -> str:
    return step.what.old if isinstance(step.what, Replaced) else step.what.ssin


def _asked(connection: Connection, kin: Collection[str], organisation: str) -> Iterator[_Step]:
    mine = operation.c.ssin == chains.among(kin), operation.c.organisation == organisation
    statement = select(operation, file.c.applied_at).join(file, file.c.id == operation.c.file_id).where(*mine)
    for row in connection.execute(statement.order_by(operation.c.id).execution_options(yield_per=10_000)):
        what = Asked(row.ssin, row.dossier_type, row.registers, Period(row.start, row.stop), row.id)
        yield _Step(row.id, row.applied_at, None, what)


def _events(connection: Connection, kin: Collection[str]) -> Iterator[_Step]:
    """Replacements and cancellations, those that were revoked since among them."""
    revoked, event = file.alias("revoked"), ssin_event.c
    statement = (
        select(ssin_event, file.c.applied_at, revoked.c.applied_at.label("revoked_at"))
        .join(file, file.c.id == event.file_id)
        .outerjoin(revoked, revoked.c.id == event.revoked_in_file_id)
        .where(event.kind.in_([Kind.REPLACED, Kind.CANCELED]), event.ssin == chains.among(kin))
        .order_by(event.id)
    )
    for row in connection.execute(statement):
        is_replaced = row.kind == Kind.REPLACED
        what = Replaced(row.ssin, row.replaced_by, row.id) if is_replaced else _Canceled(row.ssin)
        yield _Step(row.id, row.applied_at, row.revoked_at, what)
