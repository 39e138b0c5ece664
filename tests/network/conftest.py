"""A service of the network, subscribers to it, and what they hear."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from lxml import etree
from making import FUND, MUTUALITY, NETWORK, Person, Record, send_population, send_registrations, ssin
from reading import XSD
from subscription.conftest import read, sent

from raas_batch.settings import BRUSSELS
from raas_batch.store import organisations, services, subscriptions
from raas_batch.store.engine import engine
from raas_batch.xml import given

AN, BART, OLD = ssin(0), ssin(1), ssin(2)
BASIS = "CSI/2026/145"


@pytest.fixture
def today() -> date:
    return datetime.now(BRUSSELS).date()


@pytest.fixture
def network(partners: Path) -> Path:
    """``partners`` with an organisation that sends the messages of the service DIMONA."""
    with engine().begin() as connection:
        organisations.add(connection, NETWORK, "Network", "NETWORK_SERVICE")
        services.add(connection, "DIMONA", "Dimona", NETWORK, given.read(XSD / "dimona.xsd"))
    return partners


@pytest.fixture
def subscribe(network: Path, today: date) -> Callable[..., int]:
    """Subscribe an organisation to the messages of a service, from long ago; ``more`` is what ``Wanted`` takes."""

    def add(organisation: str, network_service: str = "DIMONA", **more: object) -> int:
        wanted = subscriptions.Wanted(
            organisation, "NNE", BASIS, date(2020, 1, 1), network_service=network_service, **more  # type: ignore[arg-type]
        )  # fmt: skip
        with engine().begin() as connection:
            return subscriptions.add(connection, wanted, today)

    return add


@pytest.fixture
def known(network: Path, run: Callable[[], None]) -> Path:
    """Three persons; the Mutuality knows An since 2020, the Fund knew her in 2024."""
    send_population(network, 1, [Person(AN), Person(BART), Person(OLD)])
    send_registrations(network, MUTUALITY, 1, [Record(AN, "2020-01-01")])
    send_registrations(network, FUND, 1, [Record(AN, "2024-01-01", "2024-12-31")])
    run()
    return network


def heard(home: Path, organisation: str) -> list[etree._Element]:
    """Every message in the organisation's files, oldest file first."""
    return [each for path in sent(home, organisation, "NNE") for each in read(path).iterfind("messages/message")]


def ids(home: Path, organisation: str) -> list[str | None]:
    return [message.findtext("messageId") for message in heard(home, organisation)]
