"""Nothing of a person is in a log or on an operator's screen: no number, no name, whatever fails."""

import re
from datetime import date
from pathlib import Path

import pytest
from making import (
    FUND,
    MUTUALITY,
    Person,
    Question,
    Record,
    create,
    drop,
    file_name,
    registrations,
    search,
    send_consultations,
    send_population,
    send_registrations,
    send_requests,
    voucher,
)
from making import ssin as number
from sqlalchemy import text
from typer.testing import CliRunner

from raas_batch import cli
from raas_batch.store import subscriptions

PERSONAL = re.compile(
    r"(?<![0-9a-f])(?!9{11})\d{11}(?![0-9a-f])|(?i:Vandersmissen|Godelieve)|1980-01-01|W0rd of a name"
)
"""Eleven digits within a hash are no SSIN, eleven nines are how the shape of one is shown."""
NAMED = (("lastName", "Vandersmissen"), ("firstName", "Godelieve"), ("birthDate", "1980-01-01"))
FAILING = [
    Record(number(0), "2020-01-01", person=NAMED),
    Record(number(1), "2020-01-01", person=NAMED),
    Record(number(99), "2020-01-01", person=NAMED),
    Record("80610100199", "2020-01-01", "2019-01-01"),
]


@pytest.fixture
def home(partners: Path, run) -> Path:
    send_population(partners, 1, [Person(number(0), last_name="Vandersmissen", first_names=("Godelieve",))])
    run()
    return partners


def shown(raas, *commands: tuple[str, ...]) -> str:
    """Everything that `raas run` prints in a process of its own, with its log, and these commands after it."""
    run = raas("run")
    looks = [CliRunner().invoke(cli.app, command) for command in commands]
    assert [look.exit_code for look in looks] == [0] * len(looks)
    return "".join([run.stdout, run.stderr, *(look.output for look in looks)])


OVERVIEWS = (("files",), ("file", "show", "2"))


def test_records_that_fail_and_a_document_that_is_refused(home, raas):
    send_registrations(home, MUTUALITY, 1, FAILING)
    wrong = registrations(FUND, 1, FAILING)
    for true, false in (
        (b"<gender>", b"<gender>W0rd of a name"), (b"80610100199", b"Vandersmissen"), (b"EMPLOYEE", b"!W0rd of a name"),
        (b"1980-01-01", b"Vandersmissen"), (b"</firstName>", b"</firstName><other>Godelieve</other>"),
        (b'recordId="A2"', b'recordId="80610100179 Vandersmissen"'),
    ):  # fmt: skip
        wrong = wrong.replace(true, false)
    name = file_name("REG", FUND, 1)
    drop(home, FUND, name, wrong, voucher(name, wrong, 4))
    said = shown(raas, *OVERVIEWS, ("file", "show", "3"))
    assert "REFUSED" in said
    assert "RAAS0212" in said
    assert PERSONAL.search(said) is None, PERSONAL.search(said)


def test_a_document_that_is_not_XML(home, raas):
    content = registrations(MUTUALITY, 1, FAILING).replace(b"</lastName>", b"</Vandersmissen>")
    name = file_name("REG", MUTUALITY, 1)
    drop(home, MUTUALITY, name, content, voucher(name, content, 4))
    said = shown(raas, *OVERVIEWS)
    assert "RAAS0201" in said
    assert PERSONAL.search(said) is None


def test_questions_and_their_answers(home, raas, database):
    send_registrations(home, MUTUALITY, 1, FAILING)
    asked = [Question(record.ssin, known_at="2026-01-01T00:00:00", lineage=True) for record in FAILING]
    send_consultations(home, MUTUALITY, 1, asked)
    with database.begin() as connection:
        connection.execute(text("alter table staged_question add constraint unlucky check (ssin < 0) not valid"))
    try:
        said = shown(raas)
    finally:
        with database.begin() as connection:
            connection.execute(text("alter table staged_question drop constraint unlucky"))
    assert "CheckViolation" in said
    said += shown(raas, ("file", "show", "3"))
    assert "ANSWERED" in said
    assert PERSONAL.search(said) is None, PERSONAL.search(said)


def test_persons_sought_and_created_when_the_database_refuses_them(home, raas, database):
    with database.begin() as connection:
        wanted = subscriptions.Wanted(MUTUALITY, "PER", "CSI/2026/145", date(2020, 1, 1))
        subscriptions.add(connection, wanted, date(2020, 1, 1))
        connection.execute(text("alter table cbss_number add constraint unlucky check (ssin < 0) not valid"))
    asked = [search("Vandersmissen", "Godelieve"), create("Vandersmissen", "Marie"), create("Vandersmissen2", "Marie")]
    send_requests(home, 1, asked)
    try:
        said = shown(raas)
    finally:
        with database.begin() as connection:
            connection.execute(text("alter table cbss_number drop constraint unlucky"))
    assert "CheckViolation" in said
    said += shown(raas, ("file", "show", "2"))
    assert "ANSWERED" in said
    assert PERSONAL.search(said) is None, PERSONAL.search(said)


@pytest.mark.parametrize("table", ["staged_record", "line", "operation_log"])
def test_a_station_that_fails(home, raas, run, database, table):
    """The database refuses a row and quotes it in its error: exactly that must not be told."""
    send_registrations(home, MUTUALITY, 1, FAILING)
    with database.begin() as connection:
        connection.execute(text(f"alter table {table} add constraint unlucky check (ssin < 0) not valid"))
    try:
        said = shown(raas, *OVERVIEWS)
    finally:
        with database.begin() as connection:
            connection.execute(text(f"alter table {table} drop constraint unlucky"))
    assert "CheckViolation" in said
    assert PERSONAL.search(said) is None
    run()
