"""Organisations that may ask about persons, and what they are told."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from lxml import etree
from making import MUTUALITY, Asked, Person, send_population, send_requests
from reading import answer

from raas_batch.settings import BRUSSELS
from raas_batch.store import subscriptions
from raas_batch.store.engine import engine

BASIS = "CSI/2026/145"
COVERED = ("name", "birth", "gender")


def authorise(organisation: str = MUTUALITY, groups: tuple[str, ...] = COVERED, basis: str = BASIS) -> int:
    """Give an organisation the right to ask, from long ago, for these data groups."""
    wanted = subscriptions.Wanted(organisation, "PER", basis, date(2020, 1, 1), data_groups=groups)
    with engine().begin() as connection:
        return subscriptions.add(connection, wanted, datetime.now(BRUSSELS).date())


@pytest.fixture
def mirror(partners: Path, run: Callable[[], None]) -> Callable[..., Path]:
    """Fills the mirror with these persons; Mutuality may ask for name, birth and gender."""
    authorise()

    def filled(*persons: Person) -> Path:
        send_population(partners, 1, list(persons))
        run()
        return partners

    return filled


class Answered:
    """The answer to one PER file, record by record."""

    def __init__(self, home: Path, name: str, sender: str = MUTUALITY, environment: str = "T") -> None:
        self.rsp = answer(home, sender, "RSP", name, environment)
        self.records: list[etree._Element] = self.rsp.content.findall("records/record")

    @property
    def codes(self) -> list[str]:
        return [record.findtext("code") for record in self.records]

    def found(self, place: int = 0) -> list[str]:
        """The SSINs of the candidates of a record, in order."""
        return [str(each.findtext("ssin")) for each in self.records[place].iterfind("candidates/candidate")]

    @property
    def created(self) -> list[str | None]:
        return [record.findtext("created/ssin") for record in self.records]

    def groups(self, place: int = 0) -> dict[str, tuple[str, str]]:
        """Per data group of an update its status and code."""
        found = self.records[place].iterfind("updated/group")
        return {str(g.findtext("dataGroup")): (str(g.findtext("status")), str(g.findtext("code"))) for g in found}


@pytest.fixture
def ask(partners: Path, run: Callable[[], None]) -> Callable[..., Answered]:
    """Sends records in the next file of an organisation, and reads the answer."""
    sequences: dict[tuple[str, str], int] = {}

    def asked(*records: Asked, sender: str = MUTUALITY, environment: str = "T", mode: str = "INDEPENDENT") -> Answered:
        number = sequences[sender, environment] = sequences.get((sender, environment), 0) + 1
        name = send_requests(partners, number, list(records), sender, environment, mode)
        run()
        return Answered(partners, name, sender, environment)

    return asked
