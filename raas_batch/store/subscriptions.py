"""Who is told what, and on which legal basis: the only module that adds, blocks and ends subscriptions.

A subscription to a daily service brings a file every day. One to PER brings none: it is the authorisation to ask.

An organisation has at most one subscription to a service on any day; one that renews it begins when the other ended.
Of NNE every service of the network is a service of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from raas_batch.data_groups import DATA_GROUPS
from raas_batch.errors import Failure, WrongUse
from raas_batch.periods import EmptyPeriod, Period
from raas_batch.store import organisations, services
from raas_batch.store.tables import dossier_type, organisation, subscription, subscription_journal

REPLACEMENTS, IDENTIFICATION_DATA, NETWORK_MESSAGES, PERSONS = "NRP", "NMU", "NNE", "PER"
DAILY = (REPLACEMENTS, IDENTIFICATION_DATA, NETWORK_MESSAGES)
"""Services of which a file is written every day."""
SERVICES = (*DAILY, PERSONS)
WITH_DATA_GROUPS = (IDENTIFICATION_DATA, PERSONS)
LONGEST_LEGAL_BASIS = 100

_own = subscription.c


class NoSubscription(Failure):
    """There is no subscription with this number."""

    def __init__(self, subscription_id: int) -> None:
        super().__init__(f"there is no subscription {subscription_id}; `raas subscription list` shows them")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A subscription as it is asked for; no dossier types, no data groups: all of them. Both days included.

    The service of the network is for NNE, and only for it.
    """

    organisation: str
    service: str
    legal_basis: str
    begin: date
    end: date | None = None
    dossier_types: tuple[str, ...] = ()
    data_groups: tuple[str, ...] = ()
    network_service: str | None = None


def add(connection: Connection, wanted: Wanted, today: date) -> int:
    """Add a subscription; its files begin with the day of today, or later with its legal basis. Returns its number.

    Raises WrongUse when it cannot be what was meant; Failure when there is one to the service on some of its days.
    """
    organisations.require(connection, wanted.organisation)
    period = _period(wanted)
    _check_network_service(connection, wanted)
    kinds = _dossier_types(connection, wanted)
    _check_texts(wanted)
    _refuse_second(connection, wanted, period)
    statement = insert(subscription).values(
        organisation=wanted.organisation,
        service=wanted.service,
        network_service=wanted.network_service,
        legal_basis=wanted.legal_basis.strip(),
        start=period.start,
        stop=period.stop,
        dossier_types=kinds,
        data_groups=sorted(wanted.data_groups, key=DATA_GROUPS.index) or None,
        first_day=max(period.start, today),
    )
    subscription_id: int = connection.execute(statement.returning(_own.id)).scalar_one()
    _write_down(connection, subscription_id, "ADDED", wanted.legal_basis)
    return subscription_id


def block(connection: Connection, subscription_id: int, blocked: bool, reason: str) -> None:
    """Let nothing leave any more, or again; what came meanwhile is then told in its next file."""
    _change(connection, subscription_id, blocked=blocked)
    _write_down(connection, subscription_id, "BLOCKED" if blocked else "UNBLOCKED", reason)


def end(connection: Connection, subscription_id: int, day: date, reason: str, today: date) -> None:
    """Let the day, today or later, be the last one of the legal basis.

    Raises WrongUse when it begins later or ends earlier, and for a day that is over: what was noted since would never
    be told, not even under the subscription that follows.
    """
    found = require(connection, subscription_id)
    if day < today:
        raise WrongUse(f"{day} is over; end it today ({today}) or later, and block it if nothing may leave until then")
    period = Period.inclusive(found.start, day) if day >= found.start else None
    if period is None or period.stop > found.stop:
        shown = Period(found.start, found.stop)
        raise WrongUse(f"subscription {subscription_id} covers {shown}; its new last day lies within that")
    _change(connection, subscription_id, stop=period.stop)
    _write_down(connection, subscription_id, "ENDED", reason)


def require(connection: Connection, subscription_id: int) -> Row[Any]:
    """The subscription with this number. Raises NoSubscription."""
    row = connection.execute(select(subscription).where(_own.id == subscription_id)).one_or_none()
    if row is None:
        raise NoSubscription(subscription_id)
    return row


def listed(connection: Connection) -> list[Row[Any]]:
    """All subscriptions, by organisation, service and begin."""
    order = _own.organisation, _own.service, _own.network_service, _own.start
    return list(connection.execute(select(subscription).order_by(*order)))


def named(row: Row[Any]) -> str:
    """The service of a subscription as a person is told of it: NRP, NMU, or NNE with the service of the network."""
    return " ".join(filter(None, (row.service, row.network_service)))


def valid(
    connection: Connection, cbe_number: str, service: str, day: date, network_service: str | None = None
) -> Row[Any] | None:
    """The organisation's subscription to the service that holds on this day and is not blocked.

    It stays so until our transaction ends: who blocks or ends it waits.
    """
    statement = _holding(cbe_number, day).where(_own.service == service)
    same = _own.network_service.is_not_distinct_from(network_service)
    return connection.execute(statement.where(same)).one_or_none()


def valid_daily_services(connection: Connection, cbe_number: str, day: date) -> list[str]:
    """The daily services, each once, to which the organisation has a subscription that holds on this day, unblocked.

    They stay so until our transaction ends.
    """
    held = {row.service for row in connection.execute(_holding(cbe_number, day))}
    return [service for service in DAILY if service in held]


def covered(one: Row[Any]) -> list[str]:
    """The data groups that a subscription covers, in the order of their schema."""
    return [group for group in DATA_GROUPS if one.data_groups is None or group in one.data_groups]


def includes(one: Row[Any], other: Row[Any]) -> bool:
    """Whether a subscription covers all that another one covers."""
    return all(
        mine is None or (theirs is not None and set(theirs) <= set(mine))
        for mine, theirs in ((one.dossier_types, other.dossier_types), (one.data_groups, other.data_groups))
    )


def codes_of(connection: Connection, kinds: Iterable[int] | None) -> list[str] | None:
    """The codes of the dossier types that a subscription covers; None: all of them."""
    if kinds is None:
        return None
    statement = select(dossier_type.c.code).where(dossier_type.c.id.in_(list(kinds))).order_by(dossier_type.c.code)
    return list(connection.scalars(statement))


def _holding(cbe_number: str, day: date) -> Select[Any]:
    on_day = (_own.organisation == cbe_number, _own.start <= day, _own.stop > day)
    return select(subscription).where(*on_day, ~_own.blocked).with_for_update(read=True)


def _period(wanted: Wanted) -> Period:
    try:
        return Period.inclusive(wanted.begin, wanted.end)
    except EmptyPeriod as error:
        raise WrongUse(str(error)) from None


def _check_texts(wanted: Wanted) -> None:
    if wanted.service not in SERVICES:
        raise WrongUse(f"{wanted.service} is not a service; expected {', '.join(SERVICES)}")
    if not 1 <= len(wanted.legal_basis.strip()) <= LONGEST_LEGAL_BASIS or not wanted.legal_basis.isprintable():
        raise WrongUse(f"a legal basis is the number of a deliberation: 1 to {LONGEST_LEGAL_BASIS} characters")
    unknown = [group for group in wanted.data_groups if group not in DATA_GROUPS]
    if unknown:
        raise WrongUse(f"{', '.join(unknown)} is no data group; expected {', '.join(DATA_GROUPS)}")
    if wanted.data_groups and wanted.service not in WITH_DATA_GROUPS:
        raise WrongUse(f"data groups are for {' and '.join(WITH_DATA_GROUPS)}; {wanted.service} does not tell of them")
    if wanted.dossier_types and wanted.service == PERSONS:
        raise WrongUse(f"{PERSONS} is about persons, whatever their dossiers; dossier types are for {', '.join(DAILY)}")


def _check_network_service(connection: Connection, wanted: Wanted) -> None:
    if (wanted.service == NETWORK_MESSAGES) != (wanted.network_service is not None):
        raise WrongUse(f"{NETWORK_MESSAGES} tells of one service of the network, and only it does: name it")
    if wanted.network_service is not None:
        services.require(connection, wanted.network_service)


def _dossier_types(connection: Connection, wanted: Wanted) -> list[int] | None:
    if not wanted.dossier_types:
        return None
    defined = {row.code: row.id for row in organisations.dossier_types(connection, wanted.organisation)}
    unknown = [code for code in wanted.dossier_types if code not in defined]
    if unknown:
        raise WrongUse(f"{', '.join(unknown)} is no dossier type of {wanted.organisation}; `raas dossier-type list`")
    return sorted({defined[code] for code in wanted.dossier_types})


def _refuse_second(connection: Connection, wanted: Wanted, period: Period) -> None:
    """Who adds for the same organisation waits for us: its row is locked until our transaction ends."""
    connection.execute(
        select(organisation.c.name).where(organisation.c.cbe_number == wanted.organisation).with_for_update()
    )
    same = (
        _own.organisation == wanted.organisation,
        _own.service == wanted.service,
        _own.network_service.is_not_distinct_from(wanted.network_service),
    )
    shares_a_day = (_own.start < period.stop, _own.stop > period.start)
    other = connection.execute(select(_own.id, _own.start, _own.stop).where(*same, *shares_a_day)).first()
    if other is not None:
        raise Failure(
            f"{wanted.organisation} has subscription {other.id} to {wanted.network_service or wanted.service} for "
            f"{Period(other.start, other.stop)}; end that one with `raas subscription end {other.id}`, or begin later"
        )


def _change(connection: Connection, subscription_id: int, **values: Any) -> None:
    require(connection, subscription_id)
    connection.execute(update(subscription).where(_own.id == subscription_id).values(**values))


def _write_down(connection: Connection, subscription_id: int, what: str, reason: str) -> None:
    connection.execute(insert(subscription_journal).values(subscription_id=subscription_id, what=what, reason=reason))
