"""Helps a partner whose list may differ: compares it with the register, at the command line."""

import csv
import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from raas_batch import terminal
from raas_batch.cli.arguments import Cbe, Moment
from raas_batch.cli.shared import database
from raas_batch.errors import WrongUse
from raas_batch.reconciliation.outcome import Asked, Outcome
from raas_batch.reconciliation.table import Difference, compared
from raas_batch.settings import BRUSSELS, installation
from raas_batch.store import organisations
from raas_batch.terminal import progress_shown

HEADING = ("line", "ssin", "dossierType", "code", "finding", "replacedBy", "register")


class Shape(StrEnum):
    """How what differs is shown."""

    TABLE = "table"
    CSV = "csv"


def reconcile(
    cbe_number: Cbe,
    path: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False)],
    complete_for: Annotated[
        list[str] | None, typer.Option(help="The list is whole for this dossier type alone.")
    ] = None,
    known_at: Moment = None,
    log_number: Annotated[
        int | None, typer.Option(min=0, help="As it stood after the change with this number.")
    ] = None,
    format: Annotated[Shape, typer.Option()] = Shape.TABLE,
) -> None:
    """Compare an organisation's list, a CSV file, with the register; exit status 1 when something differs."""
    if known_at is not None and log_number is not None:
        raise WrongUse("a list is of one moment or of one number; give --known-at or --log-number, not both")
    settings, asked = installation(), Asked(complete_for or None, known_at if log_number is None else log_number)
    limits = datetime.now(BRUSSELS).date(), settings.environment != "R", settings.records_per_range
    with progress_shown(), database() as connection:
        organisations.require(connection, cbe_number)
        with compared(connection, cbe_number, path, asked, limits) as (outcome, differences):
            if format is Shape.CSV:
                rows = csv.writer(sys.stdout, lineterminator="\n")
                rows.writerow(HEADING)
                rows.writerows(differences)
            elif outcome.differences:
                typer.echo(terminal.table(HEADING, map(_shown, differences)))
    typer.echo(_counted(outcome), err=True)
    raise typer.Exit(outcome.differences > 0)


def _shown(found: Difference) -> tuple[object, ...]:
    return tuple(found._replace(held=found.held.replace(" ", "\n")))


def _counted(outcome: Outcome) -> str:
    return (
        f"{outcome.records} lines: {outcome.same} the same, {outcome.replaced} of a replaced number, "
        f"{outcome.canceled} of a canceled one, {outcome.periods_differ} with other days, "
        f"{outcome.not_here} not in the register, {outcome.failed} not in order; {outcome.missing_dossiers} dossiers "
        f"with {outcome.missing_lines} lines are not in the list"
    )
