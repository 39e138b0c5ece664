"""The files that came in: take them, list them, decide about one."""

from typing import Annotated, Any

import typer
from sqlalchemy import Row

from raas_batch.cli.arguments import Cbe, Environment, FileId, Flow, Reason
from raas_batch.cli.shared import database, group, show
from raas_batch.errors import ExitCode
from raas_batch.flows import take_all
from raas_batch.intake import decide
from raas_batch.states import State
from raas_batch.store import overview
from raas_batch.terminal import progress_shown

file = group("One received file.")
_ENOUGH = 1_000
"""Records; of fewer a rate tells of opening files only."""


def run() -> None:
    """Take all waiting files through all stations, now."""
    with progress_shown():
        failures = take_all()
    for failure in failures:
        typer.echo(f"raas: {failure}", err=True)
    if failures:
        raise typer.Exit(ExitCode.REFUSED)
    typer.echo("every waiting file went as far as it can; `raas files` lists them")


def files(state: Annotated[State | None, typer.Option()] = None) -> None:
    """List the received files, all or those in one state."""
    with database() as connection:
        rows = overview.listed(connection, state)
    shown = (
        (r.id, r.sender, r.name, r.state, r.read, r.ok, r.nok, r.finding_count or None, _seconds(r.seconds), _rate(r))
        for r in rows
    )
    show(("id", "sender", "file", "state", "read", "OK", "NOK", "findings", "seconds", "records/s"), shown)


@file.command("show")
def fileshow(file_id: FileId) -> None:
    """Show all there is to know of one file: its journal, its findings, our answers."""
    with database() as connection:
        about = overview.about(connection, file_id)
    first = (
        "" if about.row.first_file_id is None else f" of file {about.row.first_file_id}, whose answers went out again"
    )
    typer.echo(f"file {file_id} {about.row.name}: {about.row.state}{first}")
    moves = ((f"{j.moment:%Y-%m-%d %H:%M:%S}", j.state, _seconds(j.seconds), j.reason) for j in about.journal)
    show(("moment", "state", "seconds", "reason"), moves)
    if about.findings:
        typer.echo(f"findings: {about.row.finding_count}; `raas explain CODE` says what to do")
        show(("code", "line", "XPath", "text"), ((f.code, f.line, f.xpath, f.text) for f in about.findings))
    if about.routed:
        told = ((r.network_service, r.messages, r.messages - r.not_routed, r.not_routed) for r in about.routed)
        show(("service", "messages", "routed", "not routed"), told)
    show(("answer", "published"), ((a.name, a.published_at and "yes") for a in about.answers))


def _seconds(spent: float | None) -> str | None:
    return None if spent is None else f"{spent:.2f}"


def _rate(row: Row[Any]) -> str | None:
    """Records a second through all stations, where there are enough of them to tell."""
    return f"{row.read / row.seconds:,.0f}" if (row.read or 0) >= _ENOUGH and row.seconds else None


@file.command("release")
def file_release(file_id: FileId, reason: Reason) -> None:
    """Let a HELD file be applied in the next run, whatever the guards say."""
    decide.release(file_id, reason)
    typer.echo(f"file {file_id} is released; the next run applies it")


@file.command("refuse")
def file_refuse(file_id: FileId, reason: Reason) -> None:
    """Refuse a file that is not applied; its sender is told the reason and may send the number again."""
    decide.refuse(file_id, reason)
    typer.echo(f"file {file_id} is refused")


@file.command("skip")
def file_skip(
    cbe_number: Cbe,
    flow: Flow,
    environment: Environment,
    sequence: Annotated[int, typer.Argument(min=1)],
    reason: Reason,
) -> None:
    """Decide that a sequence number never comes, so that the files parked behind it go on."""
    decide.skip(cbe_number, flow, environment, sequence, reason)
    typer.echo(f"number {sequence} of {flow} from {cbe_number} is skipped")
