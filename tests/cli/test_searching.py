"""``raas search``: an operator searches as an organisation may, and is told no more than it."""

import json

import pytest
from making import FUND, MUTUALITY, Person, send_population, ssin
from person.conftest import COVERED, authorise
from typer.testing import CliRunner

from raas_batch.cli import app
from raas_batch.errors import Failure, WrongUse

A, B = ssin(0), ssin(1)
WHO = ("--last-name", "Maes", "--birth-date", "1980-00-00")


@pytest.fixture
def searched(partners, run):
    """Searches on behalf of the mutuality, or of another."""
    authorise(MUTUALITY, COVERED)
    more = "<nationalities><nationality><countryCode>150</countryCode></nationality></nationalities>"
    send_population(partners, 1, [Person(A, "Maes", ("Jan",), more=more), Person(B, "Maes", ("Luc",))])
    run()

    def search(*options: str, by: str = MUTUALITY):
        return CliRunner().invoke(app, ["search", by, *WHO, *options])

    return search


def test_who_agrees_is_shown_and_what_is_not_covered_is_named(searched):
    shown = searched("--first-name", "Jan", "--format", "json")
    [person] = json.loads(shown.stdout)
    assert (person["ssin"], list(person["data"]), person["withheld"]) == (
        A,
        ["name", "birth", "gender"],
        ["nationalities"],
    )
    assert "Maes" in searched("--first-name", "Jan").stdout


def test_that_there_are_more_is_said_beside(searched):
    shown = searched("--maximum", "1", "--format", "json")
    assert len(json.loads(shown.stdout)) == 1
    assert "more persons agree than the 1 that are shown" in shown.stderr


def test_nobody_searches_for_an_organisation_without_legal_basis_or_with_half_a_question(searched):
    half = ["search", MUTUALITY, "--last-name", "Maes", "--birth-date", "1980-02-30"]
    said = searched(by=FUND), searched("--matching", "ALL_GIVENNAME"), CliRunner().invoke(app, half)
    assert [type(result.exception) for result in said] == [Failure, WrongUse, WrongUse]
