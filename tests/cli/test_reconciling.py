"""``raas reconcile``: an operator compares a partner's list with the register; nothing of it stays."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from making import MUTUALITY, Person, Record, send_population, send_registrations, ssin
from sqlalchemy import Engine, func, select
from typer.testing import CliRunner, Result

from raas_batch.cli import app
from raas_batch.errors import WrongUse
from raas_batch.store.tables import staged_record

ONE, TWO = ssin(0), ssin(1)
HEADING = "ssin,dossierType,beginDate,endDate"


@pytest.fixture
def known(partners: Path, run: Callable[[], None]) -> Path:
    send_population(partners, 1, [Person(ONE), Person(TWO)])
    records = [Record(ONE, "2020-01-01", "2020-12-31"), Record(TWO, "2020-01-01", dossier_type="STUDENT")]
    send_registrations(partners, MUTUALITY, 1, records)
    run()
    return partners


@pytest.fixture
def reconcile(known: Path) -> Callable[..., Result]:
    """Compare a list of these rows."""

    def invoke(*rows: str, options: tuple[str, ...] = (), heading: str = HEADING) -> Result:
        path = known / "list.csv"
        path.write_text("\n".join([heading, *rows]) + "\n")
        return CliRunner().invoke(app, ["reconcile", MUTUALITY, str(path), *options])

    return invoke


def test_a_list_as_consult_writes_it_is_the_same(reconcile: Callable[..., Result], known: Path) -> None:
    lines: list[str] = []
    for number in (ONE, TWO):
        printed = CliRunner().invoke(app, ["consult", MUTUALITY, "--ssin", number, "--format", "csv"]).stdout
        heading, *rows = printed.splitlines()
        lines += rows
    result = reconcile(*lines, heading=heading)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("2 lines: 2 the same, ")


def test_what_differs_is_shown_and_the_exit_status_says_so(reconcile: Callable[..., Result], database: Engine) -> None:
    result = reconcile(
        f"{ONE},EMPLOYEE,2020-01-01,2020-11-30", f"{ONE},STUDENT,2020-01-01,", options=("--format", "csv")
    )
    assert result.exit_code == 1
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [(row["line"], row["ssin"], row["dossierType"], row["code"], row["register"]) for row in rows] == [
        ("2", ONE, "EMPLOYEE", "RAAS0431", "2020-01-01..2020-12-31"),
        ("3", ONE, "STUDENT", "RAAS0432", ""),
        ("", TWO, "STUDENT", "", "2020-01-01.."),
    ]
    with database.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(staged_record)) == 0


def test_a_table_is_for_people(reconcile: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    result = reconcile(f"{ONE},EMPLOYEE,2020-01-01,2020-12-31")
    assert result.exit_code == 1
    assert "The list has no line for this SSIN and dossier type." in result.stdout
    assert "1 dossiers with 1 lines are not in the list" in result.stderr


def test_only_of_what_the_list_is_whole_for_lines_are_missing(reconcile: Callable[..., Result]) -> None:
    row = f"{ONE},EMPLOYEE,2020-01-01,2020-12-31"
    assert reconcile(row, options=("--complete-for", "EMPLOYEE")).exit_code == 0
    undefined = reconcile(row, options=("--complete-for", "NOWHERE"))
    assert isinstance(undefined.exception, WrongUse)


def test_a_list_of_then_is_compared_with_what_was_known_then(reconcile: Callable[..., Result]) -> None:
    result = reconcile(options=("--known-at", "2020-01-01"))
    assert (result.exit_code, result.stdout) == (0, "")
    row = f"{ONE},EMPLOYEE,2020-01-01,2020-12-31"
    assert reconcile(row, options=("--log-number", "1")).exit_code == 0
    both = reconcile(row, options=("--log-number", "1", "--known-at", "2020-01-01"))
    assert isinstance(both.exception, WrongUse)


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        (f"{ONE},EMPLOYEE,01/01/2020,", "line 3: beginDate has another form"),
        (f"{ONE},EMPLOYEE,2020-02-30,", "line 3: beginDate has another form"),
        (f"{ONE[:-1]},EMPLOYEE,2020-01-01,", "line 3: ssin has another form"),
        (f"{ONE},E-1,2020-01-01,", "line 3: dossierType has another form"),
        (f"{ONE},EMPLOYEE,2020-01-01,,,", "cannot be read as a CSV file"),
    ],
)
def test_a_row_of_another_form_is_told_by_its_line_and_never_repeated(
    reconcile: Callable[..., Result], row: str, complaint: str
) -> None:
    result = reconcile(f"{ONE},EMPLOYEE,2020-01-01,", row)
    assert isinstance(result.exception, WrongUse)
    assert complaint in str(result.exception)
    assert ONE[:-1] not in str(result.exception)


def test_another_heading_or_no_text_is_refused(reconcile: Callable[..., Result], known: Path) -> None:
    other = reconcile(f"{ONE},EMPLOYEE,2020-01-01,", heading="insz,type,begin,end")
    assert "expected ssin,dossierType,beginDate,endDate" in str(other.exception)
    (known / "picture.csv").write_bytes(b"\xff\xd8\xff\xe0")
    result = CliRunner().invoke(app, ["reconcile", MUTUALITY, str(known / "picture.csv")])
    assert isinstance(result.exception, WrongUse)
