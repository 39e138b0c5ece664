"""What the register holds: consult it, prove it, explain its codes."""

from datetime import datetime
from typing import Annotated

import typer

from raas_batch import codes
from raas_batch.cli.arguments import TABLE, Cbe, Format, Moment, OptionalDay
from raas_batch.cli.shared import database, show
from raas_batch.consultation import lines, writer
from raas_batch.errors import Failure, WrongUse
from raas_batch.periods import ALWAYS, EmptyPeriod, Period
from raas_batch.store import digest_proof, organisations
from raas_batch.store.engine import snapshot
from raas_batch.store.verify import verify as verify_register
from raas_batch.terminal import progress_shown


def consult(
    cbe_number: Cbe,
    ssin: Annotated[str, typer.Option()],
    dossier_type: Annotated[str | None, typer.Option()] = None,
    begin: OptionalDay = None,
    end: OptionalDay = None,
    known_at: Moment = None,
    lineage: Annotated[bool, typer.Option("--lineage", help="Also the files and records that made each line.")] = False,
    format: Annotated[Format, typer.Option()] = TABLE,
) -> None:
    """Show the lines an organisation has for a person, those that share a day with the period."""
    if not (len(ssin) == 11 and ssin.isdecimal() and ssin.isascii()):
        raise WrongUse("an SSIN has eleven digits and nothing else")
    with database() as connection:
        organisations.require(connection, cbe_number)
        question = lines.Question(cbe_number, ssin, dossier_type, _period(begin, end), known_at, lineage)
        found = lines.consult(connection, question)
        replaced = lines.replaced_by(connection, ssin) if known_at is None else None
    if replaced is not None:
        since = f" since {replaced.since}" if replaced.since else ""
        typer.echo(f"this number was replaced{since}; the last one answers: {replaced.last_ssin}", err=True)
    if any(line.canceled for line in found):
        typer.echo("this number was canceled; its lines stay, marked, and nothing new is registered on it", err=True)
    typer.echo(writer.FORMATS[format](found, lineage))


def _period(begin: datetime | None, end: datetime | None) -> Period:
    try:
        return Period.inclusive(begin.date() if begin else ALWAYS.start, end.date() if end else None)
    except EmptyPeriod as error:
        raise WrongUse(str(error)) from None


def explain(code: str) -> None:
    """Say in four languages what a code means and what to do."""
    try:
        typer.echo(codes.explain(code))
    except codes.UnknownCode as unknown:
        raise WrongUse(str(unknown)) from None


def verify() -> None:
    """Fold the operation log anew and compare it with the lines, and these with their digests."""
    with progress_shown(), snapshot() as connection:
        found = list(verify_register(connection))
        drifts = list(digest_proof.wrong(connection))
    show(("organisation", "operations", "lines", "wrong", "overlapping", "unmet"), found)
    if any(part.wrong or part.overlapping for part in found):
        raise Failure("the lines are not what the accepted records say; stop applying files and call for help")
    if any(part.unmet for part in found):
        raise Failure("it is not written down who knows some SSINs; they would not hear of these: call for help")
    if drifts:
        named = ", ".join(" ".join(each) for each in drifts)
        raise Failure(f"the digests of {named} are not those of the lines; write no daily files and call for help")
    typer.echo("every line is what the accepted records say")
