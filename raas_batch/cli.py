"""The command line: how a person reaches in. It calls the same stations as Airflow and holds no rule.

Exit status: 0 done, 1 refused or not true, 2 wrong use.
"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated

import typer
from sqlalchemy import Connection

from raas_batch import codes, terminal
from raas_batch.arguments import (
    TABLE,
    Cbe,
    Day,
    Environment,
    FileId,
    Flow,
    Format,
    Moment,
    OptionalDay,
    Reason,
    Role,
)
from raas_batch.consultation import lines, writer
from raas_batch.errors import ExitCode, Failure, WrongUse, explained
from raas_batch.flows import take_all
from raas_batch.intake import decide
from raas_batch.periods import ALWAYS, EmptyPeriod, Period
from raas_batch.states import State
from raas_batch.store import organisations, overview
from raas_batch.store.engine import engine
from raas_batch.store.migrate import upgrade
from raas_batch.store.verify import verify as verify_register

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="The register as a service.", pretty_exceptions_enable=False
)
db = typer.Typer(no_args_is_help=True, help="The database.")
organisation = typer.Typer(no_args_is_help=True, help="Who may use the register.")
dossier_type = typer.Typer(no_args_is_help=True, help="The roles in which an organisation knows persons.")
file = typer.Typer(no_args_is_help=True, help="One received file.")
app.add_typer(db, name="db")
app.add_typer(organisation, name="organisation")
app.add_typer(dossier_type, name="dossier-type")
app.add_typer(file, name="file")


def main() -> None:
    """Run the command line; a failure is one clear sentence and an exit status."""
    try:
        app()
    except Exception as error:
        failure = error if isinstance(error, Failure) else explained(error)
        if failure is None:
            raise
        typer.echo(f"raas: {failure}", err=True)
        sys.exit(failure.exit_code)


@contextmanager
def _database() -> Iterator[Connection]:
    with engine().begin() as connection:
        yield connection


@db.command("upgrade")
def db_upgrade() -> None:
    """Make or change the tables of the database, up to this version."""
    upgrade(engine())
    typer.echo("the database is up to date")


@organisation.command("add")
def organisation_add(
    cbe_number: Cbe,
    name: str,
    role: Annotated[Role, typer.Option()],
    guard_removed: Annotated[
        float | None, typer.Option(min=0, max=1, help="Share of its lines a file may remove.")
    ] = None,
    guard_failed: Annotated[
        float | None, typer.Option(min=0, max=1, help="Share of a file's records that may fail.")
    ] = None,
) -> None:
    """Add an organisation by its CBE number, or change the one that has it."""
    with _database() as connection:
        is_new = organisations.add(connection, cbe_number, name, role, guard_removed, guard_failed)
    typer.echo(f"organisation {cbe_number} is {'added' if is_new else 'changed'}")


@organisation.command("list")
def organisation_list() -> None:
    """List the organisations."""
    with _database() as connection:
        rows = organisations.listed(connection)
    _show(("CBE number", "name", "role"), ((row.cbe_number, row.name, row.role) for row in rows))


@dossier_type.command("add")
def dossier_type_add(
    cbe_number: Cbe,
    code: str,
    label: str,
    begin: Day,
    end: OptionalDay = None,
) -> None:
    """Define a dossier type of an organisation, valid from begin up to and including end."""
    with _database() as connection:
        organisations.add_dossier_type(connection, cbe_number, code, label, begin.date(), end.date() if end else None)
    typer.echo(f"dossier type {code} of {cbe_number} is defined")


@dossier_type.command("list")
def dossier_type_list(cbe_number: Cbe) -> None:
    """List the dossier types of an organisation."""
    with _database() as connection:
        rows = organisations.dossier_types(connection, cbe_number)
    shown = ((row.code, row.label, Period(row.start, row.stop)) for row in rows)
    _show(("code", "label", "begin", "end"), ((c, n, p.begin_date, p.end_date or "open") for c, n, p in shown))


@app.command()
def run() -> None:
    """Take all waiting files through all stations, now."""
    failures = take_all()
    for failure in failures:
        typer.echo(f"raas: {failure}", err=True)
    if failures:
        raise typer.Exit(ExitCode.REFUSED)
    typer.echo("every waiting file went as far as it can; `raas files` lists them")


@app.command()
def consult(
    cbe_number: Cbe,
    ssin: Annotated[str, typer.Option()],
    dossier_type: Annotated[str | None, typer.Option()] = None,
    begin: OptionalDay = None,
    end: OptionalDay = None,
    known_at: Moment = None,
    format: Annotated[Format, typer.Option()] = TABLE,
) -> None:
    """Show the lines an organisation has for a person, those that share a day with the period."""
    if not (len(ssin) == 11 and ssin.isdecimal() and ssin.isascii()):
        raise WrongUse("an SSIN has eleven digits and nothing else")
    with _database() as connection:
        organisations.require(connection, cbe_number)
        question = lines.Question(cbe_number, ssin, dossier_type, _period(begin, end), known_at)
        found = lines.consult(connection, question)
        replaced = lines.replaced_by(connection, ssin) if known_at is None else None
    if replaced is not None:
        since = f" since {replaced.since}" if replaced.since else ""
        typer.echo(f"this number was replaced{since}; the last one answers: {replaced.last_ssin}", err=True)
    typer.echo(writer.FORMATS[format](found))


def _period(begin: datetime | None, end: datetime | None) -> Period:
    try:
        return Period.inclusive(begin.date() if begin else ALWAYS.start, end.date() if end else None)
    except EmptyPeriod as error:
        raise WrongUse(str(error)) from None


@app.command()
def files(state: Annotated[State | None, typer.Option()] = None) -> None:
    """List the received files, all or those in one state."""
    with _database() as connection:
        rows = overview.listed(connection, state)
    shown = ((r.id, r.sender, r.name, r.state, r.read, r.ok, r.nok, r.finding_count or None) for r in rows)
    _show(("id", "sender", "file", "state", "read", "OK", "NOK", "findings"), shown)


@file.command("show")
def file_show(file_id: FileId) -> None:
    """Show all there is to know of one file: its journal, its findings, our answers."""
    with _database() as connection:
        about = overview.about(connection, file_id)
    first = (
        "" if about.row.first_file_id is None else f" of file {about.row.first_file_id}, whose answers went out again"
    )
    typer.echo(f"file {file_id} {about.row.name}: {about.row.state}{first}")
    _show(("moment", "state", "reason"), ((f"{j.moment:%Y-%m-%d %H:%M:%S}", j.state, j.reason) for j in about.journal))
    if about.findings:
        typer.echo(f"findings: {about.row.finding_count}; `raas explain CODE` says what to do")
        _show(("code", "line", "XPath", "text"), ((f.code, f.line, f.xpath, f.text) for f in about.findings))
    _show(("answer", "published"), ((a.name, a.published_at and "yes") for a in about.answers))


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


@app.command()
def explain(code: str) -> None:
    """Say in four languages what a code means and what to do."""
    try:
        typer.echo(codes.explain(code))
    except codes.UnknownCode as unknown:
        raise WrongUse(str(unknown)) from None


@app.command()
def verify() -> None:
    """Fold the operation log anew and compare it with the lines."""
    # One snapshot: files may be applied meanwhile.
    with engine().connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        found = list(verify_register(connection))
    _show(("organisation", "operations", "lines", "wrong", "overlapping"), found)
    if any(part.wrong or part.overlapping for part in found):
        raise Failure("the lines are not what the accepted records say; stop applying files and call for help")
    typer.echo("every line is what the accepted records say")


def _show(heading: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    typer.echo(terminal.table(heading, rows))


if __name__ == "__main__":
    main()
