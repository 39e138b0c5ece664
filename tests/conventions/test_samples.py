"""The samples are what they say: valid ones are valid, broken ones break what they name, and every code has one.

A new code needs a folder ``samples/codes/RAASnnnn-in-a-few-words``; ``samples/README.md`` tells how it is built: with
an ``inbox`` that the stations judge, or an ``outbox`` that the receiver's tool judges.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from lxml import etree
from making import FUND, MUTUALITY, NETWORK, SOURCE, drop, file_name, voucher
from reading import XSD, answer
from scenarios import vouchers
from scenarios.driving import MOMENT, deliver, published, run, schema, table
from sqlalchemy import Engine, select
from typer.testing import CliRunner

from raas_batch import codes
from raas_batch.consultation.stations import CON
from raas_batch.findings import Finding, Findings
from raas_batch.intake import decide
from raas_batch.mutation.stations import MUT
from raas_batch.network.stations import NET
from raas_batch.person.stations import PER
from raas_batch.population.stations import POP
from raas_batch.receiver import cli as receiver
from raas_batch.reconciliation.stations import REC
from raas_batch.registration.stations import REG
from raas_batch.settings import BRUSSELS
from raas_batch.states import State
from raas_batch.store import organisations, services, subscriptions
from raas_batch.store.tables import file
from raas_batch.store.verify import verify
from raas_batch.vouchers import FileName
from raas_batch.xml import given, reader
from raas_batch.xml import vouchers as xml_vouchers

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
INTEGRATOR = "0403019261"
OTHER_NETWORK = "0206000185"
USERS = ((MUTUALITY, "USER"), (FUND, "USER"), (INTEGRATOR, "INTEGRATOR"))
FLOWS = {
    "registration": ("REG", MUTUALITY), "population": ("POP", SOURCE), "replacement": ("RPL", SOURCE),
    "mutation": ("MUT", SOURCE), "network": ("NET", NETWORK), "reconciliation": ("REC", MUTUALITY),
    "consultation": ("CON", MUTUALITY), "person": ("PER", MUTUALITY),
}  # fmt: skip
SHAPED = {
    "registration": REG, "population": POP, "mutation": MUT, "network": NET, "reconciliation": REC, "consultation": CON,
    "person": PER,
}  # fmt: skip
POPULATION = SAMPLES / "demo" / "inbox-1" / SOURCE
# Not numbers of anyone: month 00-12 with counter 000 or 999 was never given out.
MADE_UP = re.compile(r"\d{2}(?:6\d|7[0-3])\d{7}|\d{2}(?:0\d|1[0-2])\d{2}(?:000|999)\d{2}")


def found(pattern: str) -> list[Path]:
    """The samples of a pattern; there must be some."""
    paths = sorted(SAMPLES.glob(pattern))
    assert paths, f"no sample is called {pattern}"
    return paths


def by_name(path: Path) -> str:
    return "/".join(path.relative_to(SAMPLES).parts)


def samples(pattern: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("sample", found(pattern), ids=by_name)


def expected(sample: Path) -> list[str]:
    """What the answers must say; lines with # are for the reader."""
    lines = (sample / "expect.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.fixture
def demo(home: Path, database: Engine) -> Path:
    """``home`` with the organisations of the demo, as ``samples/README.md`` lists them."""
    with database.begin() as opened:
        organisations.add(opened, SOURCE, "Authentic source", "AUTHENTIC_SOURCE")
        for network in (NETWORK, OTHER_NETWORK):
            organisations.add(opened, network, "Network", "NETWORK_SERVICE")
        services.add(opened, "DIMONA", "Dimona", NETWORK, given.read(XSD / "dimona.xsd"))
        for cbe_number, role in USERS:
            organisations.add(opened, cbe_number, role.title(), role)
            for code in ("EMPLOYEE", "PENSIONER", "STUDENT"):
                end = date(2019, 12, 31) if (cbe_number, code) == (INTEGRATOR, "STUDENT") else None
                organisations.add_dossier_type(opened, cbe_number, code, code.title(), date(2000, 1, 1), end)
        begin, groups = date(2020, 1, 1), ("name", "birth", "gender", "decease", "address")
        wanted = subscriptions.Wanted(MUTUALITY, "PER", "CSI/2026/145", begin, data_groups=groups)
        subscriptions.add(opened, wanted, begin)
    return home


# Codes


def test_every_code_has_a_sample_and_every_sample_a_code():
    named = {path.name.partition("-")[0] for path in found("codes/*/")}
    assert named == set(codes.CODES) - {codes.TREATMENT_SUCCESSFUL}


@samples("codes/*/outbox/*/")
def test_a_sample_of_our_own_files_breaks_the_code_it_names_and_nothing_else(sample: Path, tmp_path: Path):
    arguments = [str(sample), "--copy", str(tmp_path / "copy.sqlite")]
    printed = CliRunner().invoke(receiver.app, arguments).stdout.splitlines()
    told = [f"{name} {code}" for name, code, *_ in (line.split("  ") for line in printed if "  RAAS" in line)]
    folder = sample.parents[1]
    assert told == expected(folder)
    assert {line.partition(" ")[2] for line in told} == {folder.name.partition("-")[0]}


@pytest.mark.parametrize("sample", [path.parent for path in found("codes/*/inbox/")], ids=by_name)
def test_a_sample_breaks_the_code_it_names_and_nothing_else(
    sample: Path, demo: Path, database: Engine, monkeypatch: pytest.MonkeyPatch
):
    before = json.loads((sample / "given.json").read_text()) if (sample / "given.json").exists() else {}
    deliver([*POPULATION.iterdir(), *sample.glob("before/*/*")], demo)
    run(MOMENT - timedelta(days=1))
    for name, value in before.get("settings", {}).items():
        monkeypatch.setenv(name, value)
    sent = found(f"{by_name(sample)}/inbox/*/*")
    deliver(sent, demo)
    hours = before.get("lies_there_for_hours")
    run(MOMENT if hours is None else datetime.now(BRUSSELS) + timedelta(hours=hours))
    if "operator_refuses" in before:
        decide.refuse(waiting(database), before["operator_refuses"], MOMENT)
    told = verdicts(demo, {path.name.replace(".voucher.xml", ".xml") for path in sent})
    assert told == expected(sample)
    assert sample.name.partition("-")[0] in "".join(told)


def waiting(database: Engine) -> int:
    with database.connect() as connection:
        return connection.scalars(select(file.c.id).where(file.c.state.in_([State.PARKED, State.HELD]))).one()


def verdicts(home: Path, names: set[str]) -> list[str]:
    """Everything that our valid answers about these files say is wrong with them."""
    told = []
    for about in published(home):
        if about.about in names:
            told += [f"{about.result} {finding.code}" for finding in about.findings]
            remarkable = (v for v in about.verdicts if v.code != codes.TREATMENT_SUCCESSFUL)
            told += [f"{v.status} {v.code} {v.record_id}" for v in remarkable]
            of_groups = (v for v in about.group_verdicts if v.code != codes.TREATMENT_SUCCESSFUL)
            told += [f"{v.status} {v.code} {v.record_id}/{v.field}" for v in of_groups]
    return told


# Files that follow their schema, and files that do not


@samples("*/valid/*.xml")
def test_every_validator_accepts_a_valid_sample(sample: Path):
    flow = sample.parts[-3]
    judging(flow).assertValid(etree.parse(sample))
    schema(flow).validate(str(sample))
    assert xmllint(flow, sample) in (0, None)


@samples("[!v]*/refused/*.xml")
def test_every_validator_refuses_a_refused_sample(sample: Path):
    flow = sample.parts[-3]
    assert not judging(flow).validate(etree.parse(sample))
    assert not schema(flow).is_valid(str(sample))
    assert xmllint(flow, sample) != 0


@samples("[!v]*/valid/*.xml")
def test_a_valid_sample_gets_an_answer_on_every_record(sample: Path, demo: Path):
    flow, sender = FLOWS[sample.parts[-3]]
    name, content = file_name(flow, sender, 1), sample.read_bytes()
    count = vouchers.record_count(content)
    drop(demo, sender, name, content, voucher(name, content, count))
    run(MOMENT)
    assert answer(demo, sender, "ACK", name).result == State.ACCEPTED
    assert answer(demo, sender, "RSP", name).counts[0] == count


@samples("[!v]*/refused/*.xml")
def test_a_refused_sample_is_refused_for_the_reasons_it_names(sample: Path):
    flow = SHAPED[sample.parts[-3]]
    assert reasons(sample, lambda stream, findings: list(reader.batches(stream, flow.shape, findings))) != []


@samples("voucher/valid/*.xml")
def test_a_valid_voucher_is_read(sample: Path):
    findings = Findings(limit=10)
    with sample.open("rb") as stream:
        assert xml_vouchers.read(stream, findings) is not None
    assert not findings


@samples("voucher/refused/*.xml")
def test_a_refused_voucher_is_refused(sample: Path):
    assert reasons(sample, xml_vouchers.read) != []


def reasons(sample: Path, read: Callable[..., object]) -> list[Finding]:
    """The findings of a sample, which must be those it names in its comments."""
    findings = Findings(limit=100)
    with sample.open("rb") as stream:
        read(stream, findings)
    named = re.findall(r"<!-- expect: (\w+) -->", sample.read_text(encoding="utf-8"))
    assert [finding.code for finding in findings.listed] == named
    return findings.listed


@samples("demo/*/*/*.T.xml")
def test_a_file_of_the_demo_follows_its_schema_unless_its_schema_refuses_it(sample: Path):
    refused = sample.name == f"REG.{INTEGRATOR}.20261122.00001.T.xml"
    flow = next(folder for folder, (code, _) in FLOWS.items() if code == sample.name[:3])
    assert judging(flow).validate(etree.parse(sample)) is not refused
    assert schema(flow).is_valid(str(sample)) is not refused


@cache
def judging(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(XSD / f"{name}.xsd"))


def xmllint(name: str, sample: Path) -> int | None:
    """Its exit status; None where it is not installed."""
    if shutil.which("xmllint") is None:
        return None
    command = ["xmllint", "--noout", "--nonet", "--schema", str(XSD / f"{name}.xsd"), str(sample)]
    return subprocess.run(command, capture_output=True, check=False).returncode


# The demo


def test_the_demo_ends_as_its_table_says(demo: Path, database: Engine):
    steps = [step.name for step in found("demo/inbox-*/")]
    for day, step in enumerate(steps):
        deliver(found(f"demo/{step}/*/*"), demo)
        run(MOMENT + timedelta(days=day))
        stands = {row["file"]: row[step] for row in table(SAMPLES / "demo" / "expect.csv") if row[step]}
        assert states(database) == stands
    assert len(published(demo)) == 46
    with database.connect() as connection:
        assert [part for part in verify(connection) if part.wrong or part.overlapping or part.unmet] == []


def states(database: Engine) -> dict[str, str]:
    """State of every file, and how many of its records are OK and not."""
    with database.connect() as connection:
        rows = connection.execute(select(file.c.name, file.c.state, file.c.ok, file.c.nok)).all()
    return {row.name: row.state if row.ok is None else f"{row.state} {row.ok}+{row.nok}" for row in rows}


# Names, vouchers, numbers


def test_vouchers_match_their_files_except_where_they_say_so():
    stale = [
        voucher.relative_to(ROOT)
        for voucher, file in vouchers.pairs()
        if vouchers.matching(text := voucher.read_text(encoding="utf-8"), file.read_bytes()) != text
    ]
    assert stale == [], "run python tests/scenarios/vouchers.py"


def test_files_are_named_by_the_convention_except_the_one_that_is_not():
    names = {path.name for folder in ("demo", "codes") for path in found(f"{folder}/**/*.xml")}
    odd = {name for name in names if FileName.read(name.replace(".voucher", "")) is None}
    assert odd == {"registrations-november.xml", "registrations-november.voucher.xml"}


def test_nobody_has_the_numbers_in_samples_and_scenarios():
    files: Iterable[Path] = [*found("**/*.xml"), *(ROOT / "tests" / "scenarios").rglob("*.*")]
    texts = (path.read_bytes().decode("latin-1") for path in files if path.suffix in (".xml", ".csv", ".md"))
    numbers = {number for text in texts for number in re.findall(r"(?<![\w.])\d{11}(?![\w.])", text)}
    assert {number for number in numbers if not MADE_UP.fullmatch(number)} == set()
