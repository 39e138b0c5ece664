"""The command line as a person uses it: what it prints and with which exit status it ends."""

import csv
import io
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import xmlschema
from lxml import etree
from making import (
    FUND,
    MUTUALITY,
    SOURCE,
    Event,
    Person,
    Record,
    send_population,
    send_registrations,
    send_replacements,
    ssin,
)

from raas_batch import cli
from raas_batch.errors import Failure
from raas_batch.xml import schemas

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(partners: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run ``raas`` with arguments in this process; gives exit status, standard output and standard error."""
    assert partners.is_dir()

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["raas", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return run


@pytest.fixture
def register(partners: Path, call: Call) -> Path:
    """A register with one person in it, known by her old number too."""
    send_population(partners, 1, [Person(ssin(1)), Person(ssin(2), replaced_by=ssin(1))])
    records = [
        Record(ssin(1), "2020-01-01", "2020-12-31"),
        Record(ssin(1), "2021-06-01"),
        Record(ssin(1), "2019-01-01", "2019-01-31", dossier_type="STUDENT"),
    ]
    send_registrations(partners, MUTUALITY, 1, records)
    status, _, error = call("run")
    assert (status, error.count("error")) == (0, 0), error
    return partners


EMPLOYEE = [
    {"ssin": ssin(1), "dossierType": "EMPLOYEE", "beginDate": "2020-01-01", "endDate": "2020-12-31"},
    {"ssin": ssin(1), "dossierType": "EMPLOYEE", "beginDate": "2021-06-01", "endDate": None},
]
STUDENT = {"ssin": ssin(1), "dossierType": "STUDENT", "beginDate": "2019-01-01", "endDate": "2019-01-31"}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ([], [*EMPLOYEE, STUDENT]),
        (["--dossier-type", "STUDENT"], [STUDENT]),
        (["--begin", "2020-12-31", "--end", "2021-05-31"], EMPLOYEE[:1]),
        (["--begin", "2021-01-01", "--end", "2021-05-31"], []),
        (["--begin", "2030-01-01"], EMPLOYEE[1:]),
        (["--end", "2019-12-31"], [STUDENT]),
        (["--known-at", "2020-01-01"], []),
        (["--known-at", "2999-01-01"], [*EMPLOYEE, STUDENT]),
        (["--known-at", "2999-01-01T08:00:00.123456+01:00"], [*EMPLOYEE, STUDENT]),
    ],
)
@pytest.mark.usefixtures("register")
def test_consult_as_json(call: Call, asked: list[str], expected: list[object]) -> None:
    status, output, _ = call("consult", MUTUALITY, "--ssin", ssin(1), "--format", "json", *asked)
    assert (status, json.loads(output)) == (0, expected)


@pytest.mark.usefixtures("register")
def test_a_replaced_number_answers_with_its_last_one(call: Call) -> None:
    _, output, _ = call("consult", MUTUALITY, "--ssin", ssin(2), "--format", "json")
    assert json.loads(output) == [*EMPLOYEE, STUDENT]


@pytest.mark.usefixtures("register")
def test_an_organisation_sees_its_own_dossiers_only(call: Call) -> None:
    status, output, _ = call("consult", FUND, "--ssin", ssin(1), "--format", "json")
    assert (status, json.loads(output)) == (0, [])


@pytest.mark.usefixtures("register")
def test_csv_and_xml_say_the_same(call: Call) -> None:
    _, as_csv, _ = call("consult", MUTUALITY, "--ssin", ssin(1), "--format", "csv")
    rows = [{**row, "endDate": row["endDate"] or None} for row in csv.DictReader(io.StringIO(as_csv))]
    _, as_xml, _ = call("consult", MUTUALITY, "--ssin", ssin(1), "--format", "xml")
    root = etree.fromstring(as_xml.encode())
    schemas.judging("consulted").assertValid(root)
    xmlschema.validate(io.BytesIO(as_xml.encode()), schemas.explaining("consulted"))
    lines = [
        {name: dossier.findtext(name) for name in ("ssin", "dossierType")}
        | {name: line.findtext(f"period/{name}") for name in ("beginDate", "endDate")}
        for dossier in root.iter("dossier")
        for line in dossier.iter("line")
    ]
    assert rows == lines == [*EMPLOYEE, STUDENT]


@pytest.mark.usefixtures("register")
def test_the_table_says_open_where_there_is_no_end(call: Call) -> None:
    _, output, _ = call("consult", MUTUALITY, "--ssin", ssin(1))
    assert "2021-06-01" in output
    assert "open" in output


def test_the_lines_of_a_canceled_number_stay_and_are_marked(
    register: Path, call: Call, run: Callable[[], None]
) -> None:
    send_replacements(register, 1, [Event("canceled", "E1", ssin=ssin(1))])
    run()
    _, shown, said = call("consult", MUTUALITY, "--ssin", ssin(1))
    assert shown.count(f"{ssin(1)} (canceled)") == 3
    assert "canceled" in said
    _, written, _ = call("consult", MUTUALITY, "--ssin", ssin(1), "--format", "xml")
    assert written.count('canceled="true"') == written.count("<dossier>") == 2
    schemas.judging("consulted").assertValid(etree.fromstring(written.encode()))


def test_lineage_says_what_made_each_line_in_every_format(
    register: Path, call: Call, run: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    send_registrations(register, MUTUALITY, 2, [Record(ssin(1), "2020-03-01", "2020-03-31", registers=False)])
    send_population(register, 2, [Person(ssin(3))])
    run()
    send_replacements(register, 1, [Event("replaced", "E1", "2026-11-20", ssin=ssin(1), replaced_by=ssin(3))])
    run()

    def shown(*more: str) -> str:
        return call("consult", MUTUALITY, "--ssin", ssin(3), "--end", "2020-01-01", "--lineage", *more)[1]

    one, two = (f"REG.{MUTUALITY}.20261122.0000{number}.T.xml" for number in (1, 2))
    event = {"cause": "replaced", "fileName": f"RPL.{SOURCE}.20261122.00001.T.xml", "fileSequenceNumber": 1,
             "eventId": "E1", "eventDate": "2026-11-20", "replacedSsin": ssin(1), "replacedBy": ssin(3)}  # fmt: skip
    employee, student = json.loads(shown("--format", "json"))
    assert employee["causes"] == [
        {"cause": "register", "fileName": one, "fileSequenceNumber": 1, "recordId": "A1"},
        {"cause": "unregister", "fileName": two, "fileSequenceNumber": 2, "recordId": "A1"},
        event,
    ]
    assert [cause["cause"] for cause in student["causes"]] == ["register", "replaced"]
    rows = list(csv.DictReader(io.StringIO(shown("--format", "csv"))))
    told = [(row["beginDate"], row["cause"], row["recordId"] or row["eventId"]) for row in rows]
    assert told == [
        ("2020-01-01", "register", "A1"), ("2020-01-01", "unregister", "A1"), ("2020-01-01", "replaced", "E1"),
        ("2019-01-01", "register", "A3"), ("2019-01-01", "replaced", "E1"),
    ]  # fmt: skip
    root = etree.fromstring(shown("--format", "xml").encode())
    schemas.judging("consulted").assertValid(root)
    assert [[cause.tag for cause in causes] for causes in root.iter("causes")] == [
        ["register", "unregister", "replaced"], ["register", "replaced"],
    ]  # fmt: skip
    drawn = shown()
    assert f"unregister A1 in {two}" in drawn
    assert f"replaced E1 from {ssin(1)}" in drawn


@pytest.mark.usefixtures("register")
def test_lineage_of_the_past_knows_nothing_of_what_came_later(call: Call) -> None:
    asked = ("consult", MUTUALITY, "--ssin", ssin(1), "--lineage", "--format", "csv")
    heading = (
        "ssin,dossierType,beginDate,endDate,"
        "cause,fileName,fileSequenceNumber,recordId,eventId,eventDate,replacedSsin,replacedBy"
    )
    assert call(*asked, "--known-at", "2020-01-01")[1].splitlines() == [heading]
    assert len(call(*asked)[1].splitlines()) == 4


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("consult", MUTUALITY, "--ssin", "8061"), 2, "eleven digits"),
        (("consult", MUTUALITY, "--ssin", ssin(1), "--begin", "2021-01-01", "--end", "2020-01-01"), 2, "2020-01-01"),
        (("consult", "0403019261", "--ssin", ssin(1)), 1, "0403019261 is not known"),
        (("consult", MUTUALITY, "--ssin", ssin(1), "--format", "yaml"), 2, "yaml"),
        (("organisation", "add", "0314595349", "Wrong", "--role", "USER"), 2, "not a CBE number"),
        (("organisation", "add", FUND, "Wrong", "--role", "BOSS"), 2, "BOSS"),
        (("dossier-type", "add", "0403019261", "A1", "A", "--begin", "2020-01-01"), 1, "not known"),
        (("dossier-type", "add", FUND, "A1", "A", "--begin", "2020-01-02", "--end", "2020-01-01"), 2, "2020-01-01"),
        (("dossier-type", "add", FUND, "A/1", "A", "--begin", "2020-01-02"), 2, "A/1"),
        (("file", "show", "7"), 1, "no file 7"),
        (("file", "release", "7", "--reason", "why"), 1, "does not exist"),
        (("file", "refuse", "7", "--reason", "why"), 1, "does not exist"),
        (("file", "skip", FUND, "REG", "T", "0", "--reason", "why"), 2, "sequence"),
        (("consult", MUTUALITY, "--ssin", ssin(1), "--known-at", "monday"), 2, "a moment is written like"),
        (("explain", "RAAS03010"), 2, "RAAS0301"),
        (("nonsense",), 2, "nonsense"),
    ],
)
def test_what_cannot_be_done_is_said_and_ends_with_its_status(
    call: Call, arguments: tuple[str, ...], status: int, says: str
) -> None:
    ended, _, error = call(*arguments)
    assert ended == status
    assert says in error


def test_explain_speaks_four_languages(call: Call) -> None:
    status, output, _ = call("explain", "RAAS0301")
    assert status == 0
    assert all(language in output for language in ("EN ", "NL ", "FR ", "DE "))


def test_lists_show_what_was_added(call: Call) -> None:
    assert call("organisation", "add", "0403019261", "Integrator", "--role", "INTEGRATOR")[0] == 0
    assert call("dossier-type", "add", "0403019261", "MEMBER", "Member", "--begin", "2020-01-01")[0] == 0
    assert "Integrator" in call("organisation", "list")[1]
    assert "MEMBER" in call("dossier-type", "list", "0403019261")[1]


@pytest.mark.usefixtures("register")
def test_files_and_one_file_tell_where_things_stand(call: Call) -> None:
    assert "ANSWERED" in call("files")[1]
    assert "REG." not in call("files", "--state", "PARKED")[1]
    shown = call("file", "show", "2")[1]
    assert all(word in shown for word in ("RECEIVED", "ACCEPTED", "APPLIED", "ANSWERED", f"RSP.{MUTUALITY}"))


@pytest.mark.usefixtures("register")
def test_a_file_tells_what_its_stations_took(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    took = [float(found) for found in re.findall(r"(?:ACCEPTED|APPLIED) *│ (\d+\.\d\d)", call("file", "show", "2")[1])]
    [line] = [line for line in call("files")[1].splitlines() if f"REG.{MUTUALITY}" in line]
    assert len(took) == 2
    assert abs(sum(took) - float(re.findall(r"\d+\.\d\d", line)[-1])) < 0.02


@pytest.mark.usefixtures("register")
def test_verify_says_yes(call: Call) -> None:
    status, output, _ = call("verify")
    assert status == 0
    assert "every line is what the accepted records say" in output


def test_a_refused_file_is_a_result_and_not_a_failure(call: Call, partners: Path) -> None:
    send_registrations(partners, SOURCE, 1, [Record(ssin(1), "2020-01-01")])
    status, _, error = call("run")
    assert (status, error.count("error")) == (0, 0), error
    assert "RAAS0110" in call("file", "show", "1")[1]


def test_the_installed_command_runs(raas: Callable[..., "subprocess.CompletedProcess[str]"]) -> None:
    done = raas("db", "upgrade")
    assert (done.returncode, done.stdout.strip()) == (0, "the database is up to date")


def test_failures_know_their_exit_status() -> None:
    assert Failure.exit_code == 1
