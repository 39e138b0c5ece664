"""Searching persons on behalf of an organisation, as far as it may be told."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from raas_batch import dates
from raas_batch.cli.arguments import Cbe
from raas_batch.cli.shared import database
from raas_batch.errors import Failure, WrongUse
from raas_batch.person import asking, shown
from raas_batch.settings import BRUSSELS
from raas_batch.store import organisations, searching, subscriptions

Matching = StrEnum("Matching", [(name, name) for name in searching.MATCHINGS])  # type: ignore[misc]  # those words
Shown = StrEnum("Shown", [(name, name) for name in shown.FORMATS])  # type: ignore[misc]  # its members are those formats
TABLE = Shown("table")
Gender = StrEnum("Gender", [(letter, letter) for letter in "MFX"])  # type: ignore[misc]  # those letters


def search(
    cbe_number: Cbe,
    last_name: Annotated[str, typer.Option()],
    birth_date: Annotated[str, typer.Option(help="yyyy-mm-dd; 00 for what is not known.")],
    first_name: Annotated[list[str] | None, typer.Option(help="May be repeated, at most three.")] = None,
    matching: Annotated[Matching | None, typer.Option(help="How given names must agree.")] = None,
    tolerance: Annotated[int | None, typer.Option(min=0, max=10, help="Days, months or years.")] = None,
    gender: Annotated[Gender | None, typer.Option()] = None,
    maximum: Annotated[int, typer.Option(min=1, max=asking.MOST_TOLD)] = asking.MOST_TOLD,
    format: Annotated[Shown, typer.Option()] = TABLE,
) -> None:
    """Search persons by sound and likeness, as an organisation that is authorised for PER would in a file."""
    first_names = first_name or []
    if not dates.exists(birth_date):
        raise WrongUse("a birth date is written like 1980-05-17, or 1980-05-00 or 1980-00-00 when less is known")
    question = asking.asked(last_name, first_names, birth_date, matching, tolerance, gender, maximum)
    if len(first_names) > 3 or asking.lacks_name(question.matching, first_names):
        raise WrongUse("give one to three first names, or none with --matching IGNORE_GIVENNAME")
    with database() as connection:
        organisations.require(connection, cbe_number)
        allowed = subscriptions.valid(connection, cbe_number, subscriptions.PERSONS, datetime.now(BRUSSELS).date())
        if allowed is None:
            raise Failure(f"{cbe_number} has no valid authorisation for PER; `raas subscription add` gives one")
        rows = asking.answered(connection, question)
    typer.echo(shown.FORMATS[format](rows[:maximum], frozenset(subscriptions.covered(allowed))))
    if len(rows) > maximum:
        typer.echo(f"more persons agree than the {maximum} that are shown; say more of the person", err=True)
