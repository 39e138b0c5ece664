"""What the commands take: the kinds of arguments and options, each once."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from raas_batch.consultation import writer
from raas_batch.flows import FLOWS
from raas_batch.store import organisations


def _not_blank(text: str) -> str:
    if not text.strip():
        raise typer.BadParameter("a reason says something")
    return text


Format = StrEnum("Format", [(name, name) for name in writer.FORMATS])  # type: ignore[misc]  # its members are those formats
Role = StrEnum("Role", [(role, role) for role in organisations.ROLES])  # type: ignore[misc]  # its members are those roles
Flow = StrEnum("Flow", [(stations.FLOW, stations.FLOW) for stations in FLOWS])  # type: ignore[misc]  # what FLOWS has
Environment = StrEnum("Environment", [(letter, letter) for letter in "RTS"])  # type: ignore[misc]  # those letters
TABLE = Format("table")
Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"])]
OptionalDay = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]
Cbe = Annotated[str, typer.Argument(metavar="CBE")]
FileId = Annotated[int, typer.Argument(metavar="ID")]
Reason = Annotated[str, typer.Option(help="Why; the journal keeps it.", callback=_not_blank)]
