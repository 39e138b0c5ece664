"""Subscribers, and what a day tells them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree
from making import FUND, MUTUALITY
from reading import XSD

from raas_batch.settings import BRUSSELS
from raas_batch.store import subscriptions
from raas_batch.store.engine import engine
from raas_batch.subscription import stations

BASIS = "CSI/2026/145"


@pytest.fixture
def today() -> date:
    return datetime.now(BRUSSELS).date()


@pytest.fixture
def subscribe(partners: Path, today: date) -> Callable[..., int]:
    """Subscribe an organisation to a service, from long ago; ``more`` is what else ``Wanted`` takes."""

    def add(organisation: str, service: str = "NRP", **more: object) -> int:
        wanted = subscriptions.Wanted(organisation, service, BASIS, date(2020, 1, 1), **more)  # type: ignore[arg-type]
        with engine().begin() as connection:
            return subscriptions.add(connection, wanted, today)

    return add


@pytest.fixture
def subscribers(subscribe: Callable[..., int]) -> dict[str, int]:
    """Mutuality and Fund hear of replaced SSINs."""
    return {organisation: subscribe(organisation) for organisation in (MUTUALITY, FUND)}


def emit(day: date) -> None:
    """Write the files of the day, as ``raas emit`` does."""
    for batch in stations.due(day):
        stations.emit(batch, day)


def sent(home: Path, organisation: str, flow: str) -> list[Path]:
    """The organisation's files of a flow, oldest first."""
    found = sorted((home / "outbox" / organisation).glob(f"{flow}.*.xml"))
    return [path for path in found if not path.name.endswith(".voucher.xml")]


def read(path: Path) -> etree._Element:
    """The file, after its schema has judged it."""
    schema = etree.XMLSchema(etree.parse(XSD / f"{path.name[:3].lower()}.xsd"))
    tree = etree.parse(path)
    schema.assertValid(tree)
    return tree.getroot()


def told(root: etree._Element) -> list[tuple[str, str | None, str | None]]:
    """What happened to which number, and the other number, of every event of an NRP file."""
    events = root.iterfind("events/*")
    return [(str(event.tag), event.findtext("ssin"), event.findtext("replacedBy")) for event in events]


def moved(event: etree._Element) -> dict[tuple[str, str], tuple[list[str], list[str]]]:
    """(SSIN, dossier type) to the lines before and after, as ``begin..end``."""
    return {
        (str(dossier.findtext("ssin")), str(dossier.findtext("dossierType"))): (
            periods(dossier.find("before")), periods(dossier.find("after")),
        )
        for dossier in event.iterfind("dossiers/dossier")
    }  # fmt: skip


def periods(container: etree._Element | None) -> list[str]:
    assert container is not None
    found = container.iterfind("period")
    return [f"{period.findtext('beginDate')}..{period.findtext('endDate') or ''}" for period in found]


def later(day: date, days: int = 1) -> date:
    return day + timedelta(days=days)
