"""Who may use the register, in which roles they know persons, and the database it is kept in."""

from typing import Annotated

import typer

from raas_batch.cli.arguments import Cbe, Day, OptionalDay, Role
from raas_batch.cli.shared import database, group, show
from raas_batch.periods import Period
from raas_batch.store import organisations
from raas_batch.store.engine import engine
from raas_batch.store.migrate import upgrade

db = group("The database.")
organisation = group("Who may use the register.")
dossier_type = group("The roles in which an organisation knows persons.")


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
    with database() as connection:
        is_new = organisations.add(connection, cbe_number, name, role, guard_removed, guard_failed)
    typer.echo(f"organisation {cbe_number} is {'added' if is_new else 'changed'}")


@organisation.command("list")
def organisation_list() -> None:
    """List the organisations."""
    with database() as connection:
        rows = organisations.listed(connection)
    show(("CBE number", "name", "role"), ((row.cbe_number, row.name, row.role) for row in rows))


@dossier_type.command("add")
def dossier_type_add(
    cbe_number: Cbe,
    code: str,
    label: str,
    begin: Day,
    end: OptionalDay = None,
) -> None:
    """Define a dossier type of an organisation, valid from begin up to and including end."""
    with database() as connection:
        organisations.add_dossier_type(connection, cbe_number, code, label, begin.date(), end.date() if end else None)
    typer.echo(f"dossier type {code} of {cbe_number} is defined")


@dossier_type.command("list")
def dossier_type_list(cbe_number: Cbe) -> None:
    """List the dossier types of an organisation."""
    with database() as connection:
        rows = organisations.dossier_types(connection, cbe_number)
    shown = ((row.code, row.label, Period(row.start, row.stop)) for row in rows)
    show(("code", "label", "begin", "end"), ((c, n, p.begin_date, p.end_date or "open") for c, n, p in shown))
