"""Each folder here is one story: what the register held, what came in, what must be in register and outbox then.

    README.md                    its purpose, and the laws it shows
    given/persons.csv            the mirror of the authentic source; first names with commas between
    given/register.csv           the lines held: brought by number 1 of each organisation, so that when/ goes on from 2
    given/subscriptions.csv      who is told what every day; each run of the stations then ends with these files
    when/                        what partners drop, all at once; or folders, one for each run of the stations
    then/register.csv            the lines of all organisations
    then/files.csv               where each file stands
    then/outbox/                 what was published, byte for byte, after each run; our vouchers are checked, not kept

``UPDATE_EXPECTED=1 pytest tests/scenarios`` rewrites then/. Read the difference as a clerk would, law in hand.
After a change in when/ run ``python tests/scenarios/vouchers.py``.
"""

import os
import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from making import NETWORK, Person, Record, send_population, send_registrations
from reading import XSD
from scenarios.driving import MOMENT, deliver, emit, published, run, table
from sqlalchemy import Connection, Engine, Row, select

from raas_batch.periods import Period
from raas_batch.store import organisations, services, subscriptions
from raas_batch.store.engine import engine
from raas_batch.store.tables import dossier_type, file, line
from raas_batch.store.verify import verify
from raas_batch.xml import given as schema_given

SCENARIOS = sorted(readme.parent for readme in Path(__file__).parent.glob("*/README.md"))
A_DAY = timedelta(days=1)
LAWS = {1, 2, 3, 4, 5, 6, 7, 8}
"""9 is asked of every scenario; 10 shows in its outbox."""


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.name)
def test_scenario(scenario: Path, partners: Path, database: Engine):
    bring_about(scenario / "given", partners)
    actual = {}
    when = scenario / "when"
    for day, step in enumerate(steps(when)):
        deliver(sorted(step.glob("*.xml")), partners)
        run(MOMENT + day * A_DAY)
        emit(MOMENT + day * A_DAY)
        outbox = Path("outbox") / step.relative_to(when)
        actual |= {str(outbox / name): text for name, text in downloaded(partners).items()}
    with database.connect() as connection:
        actual |= {"register.csv": register(connection), "files.csv": files(connection, scenario)}
        assert [part for part in verify(connection) if part.wrong or part.overlapping or part.unmet] == []
    compare(scenario / "then", actual)


def test_there_are_scenarios_and_they_cover_the_laws():
    texts = (scenario.joinpath("README.md").read_text(encoding="utf-8") for scenario in SCENARIOS)
    shown = [re.search(r"^Laws: (\d(?:, \d)*)$", text, re.M) for text in texts]
    assert all(shown), "the last line of README.md is Laws: and their numbers"
    assert {int(law) for laws in shown if laws for law in laws[1].split(", ")} == LAWS


def bring_about(given: Path, home: Path) -> None:
    """Let persons and lines be there, by the way that everything comes in, two days and one day before."""
    send_population(home, 1, [person(row) for row in table(given / "persons.csv")])
    run(MOMENT - 2 * A_DAY)
    lines = table(given / "register.csv") if (given / "register.csv").exists() else []
    for organisation in sorted({row["organisation"] for row in lines}):
        mine = [row for row in lines if row["organisation"] == organisation]
        send_registrations(home, organisation, 1, [record(row) for row in mine])
    run(MOMENT - A_DAY)
    downloaded(home)
    if (given / "subscriptions.csv").exists():
        with engine().begin() as connection:
            organisations.add(connection, NETWORK, "Network", "NETWORK_SERVICE")
            services.add(connection, "DIMONA", "Dimona", NETWORK, schema_given.read(XSD / "dimona.xsd"))
            for row in table(given / "subscriptions.csv"):
                subscriptions.add(connection, wanted(row), MOMENT.date())


def wanted(row: dict[str, str]) -> subscriptions.Wanted:
    kinds = tuple(filter(None, row["dossierTypes"].split(", ")))
    return subscriptions.Wanted(
        row["organisation"], row["service"], row["legalBasis"], date(2020, 1, 1), dossier_types=kinds,
        network_service=row["networkService"] or None,
    )  # fmt: skip


def person(row: dict[str, str]) -> Person:
    return Person(
        row["ssin"],
        row["lastName"],
        tuple(row["firstNames"].split(", ")),
        row["birthDate"],
        row["gender"] or None,
        canceled=row["canceled"] == "yes",
        replaced_by=row["replacedBy"] or None,
    )


def record(row: dict[str, str]) -> Record:
    return Record(row["ssin"], row["beginDate"], row["endDate"] or None, dossier_type=row["dossierType"])


def steps(when: Path) -> list[Path]:
    """The folders in when/, or when/ itself; there is something in each."""
    folders = sorted(path for path in when.iterdir() if path.is_dir()) or [when]
    assert all(list(folder.glob("*.xml")) for folder in folders)
    return folders


def register(connection: Connection) -> str:
    kind = dossier_type.c
    statement = (
        select(line.c.organisation, line.c.ssin, kind.code, line.c.start, line.c.stop)
        .join(dossier_type, kind.id == line.c.dossier_type)
        .order_by(line.c.organisation, line.c.ssin, kind.code, line.c.start)
    )
    heading = ["organisation", "ssin", "dossierType", "beginDate", "endDate"]
    return as_table([heading, *map(shown, connection.execute(statement))])


def shown(row: Row[tuple[object, ...]]) -> list[object]:
    period = Period(row.start, row.stop)
    return [row.organisation, row.ssin, row.code, period.begin_date, period.end_date or ""]


def files(connection: Connection, scenario: Path) -> str:
    """The files of when/, in the order in which they were claimed."""
    names = {path.name for path in scenario.glob("when/**/*.xml")}
    statement = select(file.c.name, file.c.state).where(file.c.name.in_(names)).order_by(file.c.id)
    return as_table([["file", "state"], *map(list, connection.execute(statement))])


def as_table(rows: list[list[object]]) -> str:
    return "".join(";".join(map(str, row)) + "\n" for row in rows)


def downloaded(home: Path) -> dict[str, str]:
    """What lies in the outbox, by name: a receiver downloads it and empties its folder."""
    texts = {about.path.name: about.path.read_text(encoding="utf-8") for about in published(home)}
    shutil.rmtree(home / "outbox")
    return texts


def compare(then: Path, actual: dict[str, str]) -> None:
    if os.environ.get("UPDATE_EXPECTED"):
        shutil.rmtree(then, ignore_errors=True)
        for name, text in actual.items():
            (then / name).parent.mkdir(parents=True, exist_ok=True)
            (then / name).write_text(text, encoding="utf-8")
    kept = sorted(path for path in then.rglob("*") if path.is_file())
    assert actual == {path.relative_to(then).as_posix(): path.read_text(encoding="utf-8") for path in kept}
