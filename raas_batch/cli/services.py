"""The services of the network whose messages are routed."""

from pathlib import Path
from typing import Annotated

import typer

from raas_batch.cli.shared import database, group, show
from raas_batch.store import services
from raas_batch.xml import given

service = group("The services of the network whose messages are routed.")


@service.command("add")
def service_add(
    code: str,
    label: str,
    sender: Annotated[str, typer.Option(metavar="CBE", help="The organisation that alone may send its messages.")],
    schema: Annotated[
        Path, typer.Option(metavar="FILE", exists=True, dir_okay=False, help="Its schema, what it imports beside it.")
    ],
) -> None:
    """Register a service with the schema of its messages, or change the one that has this code."""
    with database() as connection:
        sha256 = services.add(connection, code, label, sender, given.read(schema))
    typer.echo(f"service {code} of {sender} is registered; its schema has SHA-256 {sha256}")


@service.command("list")
def service_list() -> None:
    """List the services, their schemas, and how many messages came and how many nobody had to hear of."""
    with database() as connection:
        rows = services.listed(connection)
    shown = (
        (r.code, r.label, r.sender, f"{r.registered_at:%Y-%m-%d}", r.sha256, r.messages, r.not_routed) for r in rows
    )
    show(("code", "label", "sender", "schema since", "SHA-256", "messages", "not routed"), shown)
