"""What the pages say is so: their XML is valid, their commands and settings exist, their session and example hold."""

import hashlib
import os
import re
import shlex
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer
from commands import assert_exists, named
from lxml import etree
from making import DAY, MUTUALITY, SOURCE, drop, file_name, voucher
from typer.testing import CliRunner

from raas_batch import cli
from raas_batch.codes import CODES
from raas_batch.settings import Settings
from raas_batch.states import MOVES
from raas_batch.store import organisations
from raas_batch.store.engine import engine
from raas_batch.xml import schemas

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
EXAMPLE = DOCS / "example"
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
WRITTEN = [
    *(ROOT / "README.md", ROOT / "deploy" / "README.md"),
    *(page for page in sorted(DOCS.rglob("*.md")) if page.name != "codes.md"),
]
PAGES = [*WRITTEN, DOCS / "codes.md"]
SCHEMA_OF = {
    "voucher": "voucher", "reg": "registration", "pop": "population", "ack": "ack", "rsp": "rsp", "con": "consultation",
    "rec": "reconciliation",
}  # fmt: skip

every_page = pytest.mark.parametrize("page", WRITTEN, ids=lambda page: str(page.relative_to(ROOT)))


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(), flags=re.M | re.S)


def prose(page: Path) -> str:
    return re.sub(r"^```.*?^```$", "", page.read_text(), flags=re.M | re.S)


def rows(page: Path, heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, its head left out."""
    section = page.read_text().partition(f"\n## {heading}\n")[2]
    table = re.search(r"^\|.*?(?=^[^|])", section, flags=re.M | re.S)
    assert table is not None, f"{page.name} has no table under {heading}"
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[0].splitlines()[2:]]


# -- XML --------------------------------------------------------------------------------------------------------


@every_page
def test_every_xml_block_is_a_message_that_its_schema_takes(page: Path) -> None:
    for block in blocks(page, "xml"):
        root = etree.fromstring(block.encode())
        schemas.judging(SCHEMA_OF[root.tag.split(":")[2]]).assertValid(root)


def test_the_page_for_partners_shows_every_kind_of_message_of_a_registration() -> None:
    shown = {etree.fromstring(block.encode()).tag.split(":")[2] for block in blocks(DOCS / "formats.md", "xml")}
    assert shown == {"reg", "voucher", "ack", "rsp"}


def test_the_vouchers_of_the_example_prove_their_files() -> None:
    vouchers = sorted(EXAMPLE.glob("*.voucher.xml"))
    assert [path.name[:3] for path in vouchers] == ["POP", "REG"]
    for path in vouchers:
        said = etree.parse(path)
        content = (EXAMPLE / str(said.findtext("fileName"))).read_bytes()
        assert said.findtext("sha256") == hashlib.sha256(content).hexdigest(), f"make {path.name} anew"
        assert said.findtext("fileSize") == str(len(content))


# -- commands ---------------------------------------------------------------------------------------------------


def commands(page: Path) -> Iterator[list[str]]:
    """Every ``raas …`` that a page names, taken apart: in console blocks and between backticks."""
    for block in blocks(page, "console"):
        yield from (shlex.split(line[2:])[1:] for line in block.splitlines() if line.startswith("$ raas "))
    yield from named(prose(page))


@every_page
def test_every_command_on_a_page_exists_with_its_options(page: Path) -> None:
    for words in commands(page):
        assert_exists(words)


def test_the_page_for_operators_names_every_command() -> None:
    def paths(command: Any, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
        for name, inner in getattr(command, "commands", {}).items():
            yield from paths(inner, (*before, name))
        if not hasattr(command, "commands"):
            yield before

    told = [tuple(words) for words in commands(DOCS / "operating.md")]
    missing = [p for p in paths(typer.main.get_command(cli.app)) if not any(n[: len(p)] == p for n in told)]
    assert missing == []


# -- settings, states, codes ------------------------------------------------------------------------------------


def test_the_table_of_settings_is_that_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("RAAS_")]:
        monkeypatch.delenv(name)
    told = {
        name.strip("`").removeprefix("RAAS_").lower(): cell for name, cell, _ in rows(DOCS / "operating.md", "Settings")
    }
    assert list(told) == list(Settings.model_fields)
    given = {name: os.path.expanduser(cell.strip("`")) for name, cell in told.items() if cell != "none"}
    assert Settings(**given) == Settings()  # type: ignore[arg-type]  # texts, as the environment gives them


@every_page
def test_no_page_names_a_setting_that_does_not_exist(page: Path) -> None:
    named = set(re.findall(r"\bRAAS_([A-Z_]+)", page.read_text()))
    assert named <= {name.upper() for name in Settings.model_fields}


def test_the_table_of_moves_is_that_of_the_program() -> None:
    told = {one: set(others.split(", ")) for one, others, _ in rows(DOCS / "architecture.md", "Stations and states")}
    assert told == {str(state): set(map(str, others)) for state, others in MOVES.items() if others}


@every_page
def test_every_code_on_a_page_exists(page: Path) -> None:
    assert set(re.findall(r"\b(?:RAAS|MSG)\d+\b", page.read_text())) <= set(CODES)


# -- links and decisions ----------------------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", prose(page), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", prose(page))
    for path, _, anchor in (link.partition("#") for link in links if "://" not in link):
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name} links to {path}"
        assert not anchor or anchor in anchors(target), f"{page.name} links to {path}#{anchor}"


@every_page
def test_every_place_in_the_project_that_a_page_names_exists(page: Path) -> None:
    folders = "dags|deploy|raas_batch|xsd|samples|tests|docs|bench|store|intake|xml|registration"
    named = re.findall(rf"`((?:{folders})/[\w./-]*)`", prose(page))
    assert [p for p in named if not ((ROOT / p).exists() or (ROOT / "raas_batch" / p).exists())] == []


def test_the_decisions_are_numbered_and_in_their_index() -> None:
    index = (DOCS / "decisions" / "README.md").read_text()
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    assert re.findall(r"\((\d{4}-[a-z0-9-]+\.md)\)", index) == [path.name for path in DECISIONS]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_a_context_a_choice_and_a_consequence(path: Path) -> None:
    text = path.read_text()
    assert text.startswith(f"# {path.name[:4]} ")
    assert re.findall(r"^## (.+)$", text, flags=re.M) == ["Context", "Decision", "Consequence"]
    assert len(text.splitlines()) <= 40, "half a page"


# -- what runs --------------------------------------------------------------------------------------------------


def session(page: Path) -> Iterator[tuple[str, list[str]]]:
    """(command, the lines it prints) of every console block, in order."""
    for block in blocks(page, "console"):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, *printed = part.rstrip("\n").split("\n")
            yield command, printed


def printed_by(command: str, home: Path) -> list[str]:
    if command.startswith("raas "):
        result = CliRunner().invoke(cli.app, shlex.split(command)[1:])
        assert result.exit_code == 0, command
        return result.stdout.splitlines()
    environment = {**os.environ, "RAAS_HOME": str(home)}
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, cwd=ROOT, env=environment, check=True
    )
    return done.stdout.splitlines()


def timeless(line: str) -> str:
    """The line without moments and seconds, and without the day in the names of our answers."""
    line = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "a moment", line)
    line = re.sub(r" \d\.\d\d ", " 0.00 ", line)
    return re.sub(r"\b(ACK|RSP)\.(\d{10})\.\d{8}\.", r"\1.\2.today.", line).rstrip()


def test_the_first_five_minutes_go_as_the_readme_says(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    for command, expected in list(session(ROOT / "README.md")):
        if command.startswith("export "):
            continue
        printed = list(map(timeless, printed_by(command, home)))
        shown = [timeless(line) for line in expected]
        if shown[-1:] == ["…"]:
            shown, printed = shown[:-1], printed[: len(shown) - 1]
        assert printed == shown, command


def test_the_worked_example_is_answered_as_the_page_says(partners: Path, run: Callable[[], None]) -> None:
    with engine().begin() as opened:
        organisations.add_dossier_type(opened, MUTUALITY, "STUDENT", "Student", date(2000, 1, 1), date(2025, 12, 31))
    for owner, flow in ((SOURCE, "POP"), (MUTUALITY, "REG")):
        for path in EXAMPLE.glob(f"{flow}.*"):
            drop(partners, owner, path.name, path.read_bytes(), None)
    run()
    name, content = with_two_slips()
    drop(partners, MUTUALITY, name, content, voucher(name, content, 7))
    run()
    sent = [EXAMPLE / f"REG.{MUTUALITY}.{DAY}.00001.T{end}" for end in (".xml", ".voucher.xml")]
    outbox = partners / "outbox" / MUTUALITY
    answers = [next(outbox.glob(f"{name}.T.xml")) for name in ("ACK.*.00001", "RSP.*.00001", "ACK.*.00002")]
    assert [path.read_text() for path in (*sent, *answers)] == blocks(DOCS / "formats.md", "xml")


def with_two_slips() -> tuple[str, bytes]:
    """The registrations of the example as number 2: a date with slashes, a record without dossier type."""
    text = (EXAMPLE / file_name("REG", MUTUALITY, 1)).read_text()
    text = text.replace("<sequenceNumber>1<", "<sequenceNumber>2<").replace("2020-01-01", "2020/01/01")
    before, a2, after = text.partition('<register recordId="A2">')
    return file_name("REG", MUTUALITY, 2), (
        before + a2 + re.sub(r"\s*<dossierType>EMPLOYEE</dossierType>", "", after, count=1)
    ).encode()
