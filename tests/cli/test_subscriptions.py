"""The commands about what organisations are told, as an operator or a security officer types them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from making import MUTUALITY, Event, Person, Record, send_population, send_registrations, send_replacements, ssin
from typer.testing import CliRunner

from raas_batch import cli
from raas_batch.settings import BRUSSELS

OLD, NEW = ssin(0), ssin(1)
TODAY = datetime.now(BRUSSELS).date()


def raas(*arguments: str) -> str:
    result = CliRunner().invoke(cli.app, arguments)
    assert result.exit_code == 0, result.exception or result.output
    return result.stdout


@pytest.fixture
def told(partners: Path, run: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "200")
    raas("subscription", "add", MUTUALITY, "NRP", "--legal-basis", "CSI/2026/145", "--dossier-type", "EMPLOYEE")
    send_population(partners, 1, [Person(OLD), Person(NEW)])
    send_registrations(partners, MUTUALITY, 1, [Record(OLD, "2020-01-01")])
    run()
    send_replacements(partners, 1, [Event("replaced", "E1", ssin=OLD, replaced_by=NEW)])
    run()
    return partners


def test_from_a_subscription_to_the_proof_of_what_left(told: Path) -> None:
    name = f"NRP.{MUTUALITY}.{TODAY:%Y%m%d}.00001.T.xml"
    assert name in raas("emit", "--day", str(TODAY))
    assert name in raas("outbox", "list", MUTUALITY)
    assert name in raas("ledger", "person", NEW)
    head = raas("ledger", "verify").split()[-1]
    assert "1 entries with 1 items" in raas("ledger", "verify", "--holds", head)
    assert raas("base", MUTUALITY).startswith(f"BAS.{MUTUALITY}")
    (told / "outbox" / MUTUALITY / name).unlink()
    raas("outbox", "republish", name)
    assert (told / "outbox" / MUTUALITY / name).exists()


def test_a_list_shows_what_a_subscription_covers_and_whether_it_is_blocked(told: Path) -> None:
    raas("subscription", "block", "1", "--reason", "asked by the security officer")
    assert [cell.strip() for cell in raas("subscription", "list").splitlines()[3].split("│")[1:-1]] == [
        "1", MUTUALITY, "NRP", "CSI/2026/145", str(TODAY), "open", "EMPLOYEE", "", "yes",
    ]  # fmt: skip
    assert "blocked" in raas("emit", "--day", str(TODAY))
    raas("subscription", "unblock", "1", "--reason", "resolved")
    raas("subscription", "end", "1", "--day", str(TODAY), "--reason", "withdrawn")


REFUSED = {
    "a day to come": ("emit", "--day", str(TODAY + timedelta(1))),
    "a second subscription": ("subscription", "add", MUTUALITY, "NRP", "--legal-basis", "other"),
    "an unknown dossier type": ("subscription", "add", MUTUALITY, "NMU", "--legal-basis", "b", "--dossier-type", "NO"),
    "groups of numbers": (
        "subscription", "add", MUTUALITY, "NRP", "--legal-basis", "b", "--begin", "2000-01-01", "--end", "2000-12-31",
        "--data-group", "name",
    ),
    "a legal basis that ends before it begins": (
        "subscription", "add", MUTUALITY, "NMU", "--legal-basis", "b", "--begin", "2026-01-02", "--end", "2026-01-01",
    ),
    "no legal basis": ("subscription", "add", MUTUALITY, "NMU", "--legal-basis", " "),
    "an unknown subscription": ("subscription", "block", "9", "--reason", "none"),
    "an end after the end": ("subscription", "end", "1", "--day", "1999-01-01", "--reason", "none"),
    "an unknown file": ("outbox", "republish", "NRP.xml"),
    "no base file without a subscription": ("base", "0428759497"),
    "a hash that the ledger does not hold": ("ledger", "verify", "--holds", "0" * 64),
    "no number": ("ledger", "person", "12"),
}  # fmt: skip


@pytest.mark.parametrize("arguments", REFUSED.values(), ids=list(REFUSED))
def test_what_cannot_be_done_is_said_in_a_sentence(told: Path, arguments: tuple[str, ...]) -> None:
    result = CliRunner().invoke(cli.app, arguments)
    assert result.exit_code != 0
    assert isinstance(result.exception, cli.Failure), result.output
    assert str(result.exception).count("\n") == 0
