"""The commands about services of the network and who hears of them, as an operator types them."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from making import MUTUALITY, NETWORK, Message, Person, Record, send_messages, send_population, send_registrations, ssin
from reading import XSD
from typer.testing import CliRunner

from raas_batch import cli
from raas_batch.settings import BRUSSELS

AN, BART = ssin(0), ssin(1)
TODAY = datetime.now(BRUSSELS).date()
DIMONA = str(XSD / "dimona.xsd")
ADD = ("service", "add", "DIMONA", "Dimona", "--sender", NETWORK, "--schema")


def raas(*arguments: str) -> str:
    result = CliRunner().invoke(cli.app, arguments)
    assert result.exit_code == 0, result.exception or result.output
    return result.stdout


def row(printed: str) -> list[str]:
    """The cells of the first row of a table."""
    return [cell.strip() for cell in printed.splitlines()[3].split("│")[1:-1]]


@pytest.fixture
def service(partners: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "240")
    raas("organisation", "add", NETWORK, "Network", "--role", "NETWORK_SERVICE")
    raas(*ADD, DIMONA)
    return partners


def test_from_a_service_to_the_file_of_the_day(service: Path, run: Callable[[], None]) -> None:
    options = ("--network-service", "DIMONA", "--legal-basis", "CSI/2026/145")
    raas("subscription", "add", MUTUALITY, "NNE", *options, "--begin", "2020-01-01")
    send_population(service, 1, [Person(AN), Person(BART)])
    send_registrations(service, MUTUALITY, 1, [Record(AN, "2020-01-01")])
    send_messages(service, 1, [Message("M1", AN), Message("M2", BART), Message("M3", BART)])
    run()
    assert row(raas("emit", "--day", str(TODAY)))[1:5:3] == ["NNE DIMONA", "1"]
    assert row(raas("subscription", "list"))[2] == "NNE DIMONA"
    listed = row(raas("service", "list"))
    assert (listed[:3], listed[5:]) == (["DIMONA", "Dimona", NETWORK], ["3", "2"])
    assert "DIMONA" in raas("file", "show", "2")
    assert "DIMONA" in raas("ledger", "person", AN)


REFUSED = {
    "a service nobody registered": (
        "subscription", "add", MUTUALITY, "NNE", "--legal-basis", "b", "--network-service", "DMFA",
    ),
    "messages of no service": ("subscription", "add", MUTUALITY, "NNE", "--legal-basis", "b"),
    "numbers of a service": (
        "subscription", "add", MUTUALITY, "NRP", "--legal-basis", "b", "--network-service", "DIMONA",
    ),
    "a service of a user": ("service", "add", "DMFA", "DmfA", "--sender", MUTUALITY, "--schema", DIMONA),
    "a schema that is none": (*ADD, str(Path(__file__))),
}  # fmt: skip


@pytest.mark.parametrize("arguments", REFUSED.values(), ids=list(REFUSED))
def test_what_cannot_be_done_is_said_in_a_sentence(service: Path, arguments: tuple[str, ...]) -> None:
    result = CliRunner().invoke(cli.app, arguments)
    assert result.exit_code != 0
    assert isinstance(result.exception, cli.Failure), result.output
    assert str(result.exception).count("\n") == 0
