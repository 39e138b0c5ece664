"""What the commands take: the kinds of arguments and options, each once."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from raas_batch.consultation import writer
from raas_batch.flows import FLOWS
from raas_batch.settings import BRUSSELS
from raas_batch.store import organisations


def _not_blank(text: str) -> str:
    if not text.strip():
        raise typer.BadParameter("a reason says something")
    return text


def _moment(text: str) -> datetime:
    """Read an ISO moment; without a zone it is Belgian time."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("a moment is written like 2026-11-22T08:00:00+01:00, or a day alone") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=BRUSSELS)


Format = StrEnum("Format", [(name, name) for name in writer.FORMATS])  # type: ignore[misc]  # its members are those formats
Role = StrEnum("Role", [(role, role) for role in organisations.ROLES])  # type: ignore[misc]  # its members are those roles
Flow = StrEnum("Flow", [(stations.FLOW, stations.FLOW) for stations in FLOWS])  # type: ignore[misc]  # what FLOWS has
Environment = StrEnum("Environment", [(letter, letter) for letter in "RTS"])  # type: ignore[misc]  # those letters
TABLE = Format("table")
Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"])]
OptionalDay = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]
Cbe = Annotated[str, typer.Argument(metavar="CBE")]
Moment = Annotated[datetime | None, typer.Option(parser=_moment, metavar="MOMENT", help="As it was known then.")]
FileId = Annotated[int, typer.Argument(metavar="ID")]
Reason = Annotated[str, typer.Option(help="Why; the journal keeps it.", callback=_not_blank)]
