"""Who takes part in the demo, what organisations want to hear, and the files of its four days."""

import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

from raas_batch.settings import BRUSSELS
from raas_batch.store import organisations, overview, services, subscriptions
from raas_batch.store.engine import engine
from raas_batch.store.migrate import upgrade
from raas_batch.xml import given

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples" / "demo"
DAYS = tuple(SAMPLES / f"inbox-{day}" for day in (1, 2, 3, 4))
SOURCE, MUTUALITY, FUND, INTEGRATOR = "0200000043", "0314595348", "0428759497", "0403019261"
NETWORK = "0206000086"
AN, EMPLOYEE = "84631200297", "EMPLOYEE"
BART = "79710200158", "79710200356"
ORGANISATIONS = {
    SOURCE: ("Authentic source", "AUTHENTIC_SOURCE"),
    MUTUALITY: ("Mutuality", "USER"),
    FUND: ("Fund", "USER"),
    INTEGRATOR: ("Integrator", "INTEGRATOR"),
    NETWORK: ("Network", "NETWORK_SERVICE"),
}
LEGAL_BASIS = "CSI/2026/145"
SUBSCRIPTIONS = (
    subscriptions.Wanted(MUTUALITY, "NRP", LEGAL_BASIS, date(2026, 1, 1)),
    subscriptions.Wanted(FUND, "NRP", LEGAL_BASIS, date(2026, 1, 1)),
    subscriptions.Wanted(MUTUALITY, "NMU", LEGAL_BASIS, date(2026, 1, 1), data_groups=("name", "address")),
    subscriptions.Wanted(MUTUALITY, "PER", LEGAL_BASIS, date(2026, 1, 1), data_groups=("name", "birth", "gender")),
    subscriptions.Wanted(MUTUALITY, "NNE", LEGAL_BASIS, date(2026, 1, 1), network_service="DIMONA"),
)


def prepare() -> None:
    """Make the database, the organisations, their dossier types and subscriptions, and the service of the network."""
    upgrade(engine())
    with engine().begin() as connection:
        for cbe_number, (name, role) in ORGANISATIONS.items():
            organisations.add(connection, cbe_number, name, role)
            for code in (EMPLOYEE, "PENSIONER", "STUDENT") if role in ("USER", "INTEGRATOR") else ():
                end = date(2019, 12, 31) if (cbe_number, code) == (INTEGRATOR, "STUDENT") else None
                organisations.add_dossier_type(connection, cbe_number, code, code.title(), date(2000, 1, 1), end)
        services.add(connection, "DIMONA", "Dimona", NETWORK, given.read(ROOT / "xsd" / "v1" / "dimona.xsd"))
        held = {(row.organisation, row.service) for row in subscriptions.listed(connection)}
        for wanted in SUBSCRIPTIONS:
            if (wanted.organisation, wanted.service) not in held:
                subscriptions.add(connection, wanted, today())


def today() -> date:
    """The day it is in Brussels."""
    return datetime.now(BRUSSELS).date()


def drop(day: Path, home: Path) -> int:
    """Put the files of a day in the inboxes, each voucher after its file. Returns how many files."""
    vouchers = sorted(day.glob("*/*.voucher.xml"))
    for voucher in vouchers:
        folder = home / "inbox" / voucher.parent.name
        folder.mkdir(parents=True, exist_ok=True)
        for path in (voucher.with_name(voucher.name.replace(".voucher.xml", ".xml")), voucher):
            shutil.copyfile(path, folder / path.name)
    return len(vouchers)


def received() -> list[Any]:
    """Where every received file stands."""
    with engine().connect() as connection:
        return overview.listed(connection)
