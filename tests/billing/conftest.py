"""A month in which every service was used; and what was used, counted by hand from the files themselves."""

import hashlib
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree
from making import (
    FUND,
    MUTUALITY,
    NETWORK,
    SOURCE,
    Event,
    Listed,
    Message,
    Mutation,
    Person,
    Question,
    Record,
    create,
    search,
    send_consultations,
    send_listing,
    send_messages,
    send_mutations,
    send_population,
    send_registrations,
    send_replacements,
    send_requests,
    ssin,
    update_of,
)
from reading import XSD, answers

from raas_batch.billing.issuing import Issued, issued
from raas_batch.billing.months import Month
from raas_batch.settings import BRUSSELS
from raas_batch.store import organisations, services, subscriptions
from raas_batch.store.engine import engine
from raas_batch.subscription import base, stations
from raas_batch.xml import given

ROOT = Path(__file__).parents[2]
PRICES = ROOT / "samples" / "billing" / "prices.toml"
AN, BART, OLD = ssin(0), ssin(1), ssin(2)
FIRST = [Record(each, "2020-01-01") for each in (AN, OLD, ssin(99))]
TODAY = datetime.now(BRUSSELS).date()
MONTH = Month(TODAY.year, TODAY.month)
LAST = MONTH.days.stop - timedelta(days=1)
MONTH_BEFORE = Month.read(f"{MONTH.days.start - timedelta(days=1):%Y-%m}")
LATER = datetime.combine(MONTH.days.stop, datetime.min.time(), BRUSSELS) + timedelta(days=1)


@pytest.fixture
def priced(partners: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """``partners`` with the sample price list, its first tariff holding since long ago."""
    path = partners / "prices.toml"
    text = PRICES.read_text().replace('"2025-01"', '"2020-01"').replace('"2027-01"', '"2999-01"')
    path.write_text(text.replace('"2026-11"', f'"{MONTH}"'))
    monkeypatch.setenv("RAAS_PRICE_LIST", str(path))
    return partners


@pytest.fixture
def subscribed(priced: Path) -> None:
    """The Mutuality hears of replaced numbers."""
    subscribe(NRP={})


def subscribe(**wanted: dict[str, str]) -> None:
    """Subscribe the Mutuality to these services, from long ago."""
    with engine().begin() as connection:
        for service, more in wanted.items():
            asked = subscriptions.Wanted(MUTUALITY, service, "CSI/2026/145", date(2020, 1, 1), **more)  # type: ignore[arg-type]
            subscriptions.add(connection, asked, TODAY)


@pytest.fixture
def busy(priced: Path, subscribed: None, run: Callable[[], None]) -> Path:
    """A month with files of every flow, refused and repeated and simulated ones, daily files and a base file."""
    with engine().begin() as connection:
        organisations.add(connection, NETWORK, "Network", "NETWORK_SERVICE")
        services.add(connection, "DIMONA", "Dimona", NETWORK, given.read(XSD / "dimona.xsd"))
    subscribe(NMU={}, NNE={"network_service": "DIMONA"}, PER={})
    send_population(priced, 1, [Person(AN), Person(BART), Person(OLD)])
    send_registrations(priced, MUTUALITY, 1, FIRST)
    send_registrations(priced, MUTUALITY, 1, [Record(AN, "2010-01-01")], environment="S")
    send_registrations(priced, FUND, 1, [Record("1", "2020-01-01")])  # refused
    run()
    send_registrations(priced, MUTUALITY, 1, FIRST)  # a duplicate
    send_registrations(priced, FUND, 1, [Record(BART, "2020-01-01")])
    send_consultations(priced, MUTUALITY, 1, [Question(AN), Question(BART)])
    send_requests(priced, 1, [search("Peeters", "An"), search("Peeters", "Mia"), create("Claes", "Mia")])
    send_requests(priced, 2, [update_of(AN, "<name><lastName>Maes</lastName><firstName>An</firstName></name>")])
    send_listing(priced, FUND, 1, [Listed(BART, "2020-01-01"), Listed(AN, "2020-01-01")])
    send_replacements(priced, 1, [Event("replaced", "E1", ssin=OLD, replaced_by=BART)])
    send_mutations(priced, 1, [Mutation("M1", AN)])
    send_messages(priced, 1, [Message("1", AN), Message("2", ssin(50)), Message("3", BART)])
    run()
    base.write(MUTUALITY)
    emit(LAST)
    return priced


def emit(day: date) -> None:
    """Write all daily files up to this day."""
    for batch in stations.due(day):
        stations.emit(batch, day)


def final(organisation: str | None = None) -> Issued:
    """The statements of the month, once it is over."""
    return issued(MONTH, organisation, now=LATER)


def quantities(told: Issued) -> dict[str, Counter[str]]:
    """What the statements say was used."""
    return {
        one.organisation: Counter({line.kind: int(line.quantity) for line in one.lines if line.kind in one.days})
        for one in told.statements
    }


def by_hand(home: Path) -> dict[str, Counter[str]]:
    """What was used, counted in the files: vouchers and documents that came, and what lies in the outboxes."""
    documents = {hashlib.sha256(each).hexdigest(): etree.fromstring(each) for each in archived(home)}
    used: dict[str, Counter[str]] = {}
    paid = set()
    for came in documents.values():
        content = str(came.findtext("sha256"))
        if came.tag != "{urn:raas:voucher:v1}voucher" or not is_answered(home, came):
            continue
        paid.add(content)
        count = used.setdefault(sender(came), Counter())
        supplies = came.findtext("flow") in ("POP", "RPL", "MUT", "NET")
        count["supplied_files" if supplies else "files"] += 1
        count["supplied_bytes" if supplies else "bytes_in"] += int(came.findtext("fileSize"))
        for record in documents[content].iterfind("*/*[@recordId]"):
            count["supplied_records" if supplies else KINDS[record.tag]] += 1
    for organisation, count in used.items():
        for path in (home / "outbox" / organisation).glob("*.T.xml"):
            count += told_by(path, set() if organisation in (SOURCE, NETWORK) else paid)
    return used


def told_by(path: Path, paid: set[str]) -> Counter[str]:
    """What one of our files counts as; an answer counts when it is about one of these files."""
    flow, content, size = path.name[:3], etree.parse(path), path.stat().st_size
    if flow in ("ACK", "RSP"):
        return Counter(bytes_out=size if content.findtext("file/sha256") in paid else 0)
    items = {"NRP": "notices", "NMU": "notices", "NNE": "network_messages", "BAS": "nothing"}[flow]
    kind = "base_files" if flow == "BAS" else "daily_files"
    return Counter({kind: 1, "bytes_out": size}) + Counter({items: len(content.findall("*/*[@logNumber]"))})


KINDS = {
    "register": "records", "line": "list_lines", "question": "consultations", "search": "searches",
    "create": "creations", "update": "updates",
}  # fmt: skip


def archived(home: Path) -> list[bytes]:
    return [path.read_bytes() for path in (home / "archive").rglob("*") if path.is_file()]


def sender(came: etree._Element) -> str:
    return str(came.findtext("sender/organizationIdentification/cbeNumber"))


def is_answered(home: Path, came: etree._Element) -> bool:
    """Whether this is the voucher of a received file that was accepted, and no simulation."""
    accepted = (each for each in answers(home, sender(came), "ACK") if each.result == "ACCEPTED")
    return came.findtext("environment") == "T" and any(
        each.content.findtext("file/sha256") == came.findtext("sha256") for each in accepted
    )
