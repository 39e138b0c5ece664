"""What organisations used in a month and owe for it."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import typer
from upath import UPath

from raas_batch import terminal
from raas_batch.billing import issuing, page, table
from raas_batch.billing.issuing import Issued
from raas_batch.billing.months import Month
from raas_batch.billing.statement import DEVELOPMENT, SHARED
from raas_batch.terminal import progress_shown


class Shape(StrEnum):
    """How statements are shown."""

    TABLE = "table"
    CSV = "csv"
    HTML = "html"


def bill(
    month: Annotated[str, typer.Argument(metavar="MONTH", help="As 2026-11.")],
    organisation: Annotated[str | None, typer.Option(metavar="CBE", help="Only this one.")] = None,
    output: Annotated[
        str | None, typer.Option(metavar="FOLDER", help="Write the statements there, as CSV and HTML.")
    ] = None,
    so_far: Annotated[bool, typer.Option("--so-far", help="Of a month that is not complete too.")] = False,
    format: Annotated[Shape, typer.Option(help="How they are shown here.")] = Shape.TABLE,
) -> None:
    """Make the statements of a month: what was used, and what it costs by the price list."""
    told = issuing.issued(Month.read(month), organisation, so_far)
    if output is not None:
        if "://" not in output:
            UPath(output).mkdir(parents=True, exist_ok=True)
        with progress_shown():
            names = issuing.write(told, UPath(output))
        typer.echo(f"{len(names)} files are in {output}", err=True)
    typer.echo(SHOWN[format](told).removesuffix("\n"))


def _table(told: Issued) -> str:
    heading = ("organisation", "name", "use", "share of costs", "developments", "total")
    amounts = [(one.use, one.sum_of(SHARED), one.sum_of((DEVELOPMENT,)), one.total) for one in told.statements]
    rows = [(one.organisation, one.name, *each) for one, each in zip(told.statements, amounts, strict=True)]
    sums = [sum(column, Decimal("0.00")) for column in zip(*amounts, strict=True)]
    return terminal.table(heading, [*rows, ("all", "", *sums)] if told.is_of_all else rows)


def _csv(told: Issued) -> str:
    return table.as_csv(told.statements, told.environment, told.is_final)


def _html(told: Issued) -> str:
    about = told.environment, told.is_final
    return page.of_all(told.statements, *about) if told.is_of_all else page.of_one(told.statements[0], *about)


SHOWN = {Shape.TABLE: _table, Shape.CSV: _csv, Shape.HTML: _html}
