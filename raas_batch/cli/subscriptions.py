"""What organisations are told: their subscriptions, the files of a day, and the ledger of what left."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from raas_batch.cli.arguments import Cbe, Day, OptionalDay, Reason
from raas_batch.cli.shared import database, group, show
from raas_batch.data_groups import DATA_GROUPS
from raas_batch.errors import Failure, WrongUse
from raas_batch.periods import Period
from raas_batch.settings import BRUSSELS
from raas_batch.store import daily, subscriptions
from raas_batch.store import ledger as disclosures
from raas_batch.store.engine import snapshot
from raas_batch.subscription import base as base_file
from raas_batch.subscription import outbox as outbox_files
from raas_batch.subscription import stations
from raas_batch.terminal import progress_shown

subscription = group("What an organisation is told every day, and on which legal basis.")
outbox = group("Our files for an organisation.")
ledger = group("What left about whom: the disclosure ledger.")

Service = StrEnum("Service", [(name, name) for name in subscriptions.SERVICES])  # type: ignore[misc]  # its members are those services
DataGroup = StrEnum("DataGroup", [(name, name) for name in DATA_GROUPS])  # type: ignore[misc]  # its members are those groups
SubscriptionId = Annotated[int, typer.Argument(metavar="ID")]


@subscription.command("add")
def subscription_add(
    cbe_number: Cbe,
    service: Annotated[Service, typer.Argument()],
    legal_basis: Annotated[str, typer.Option(help="The number of the deliberation.")],
    begin: OptionalDay = None,
    end: OptionalDay = None,
    dossier_type: Annotated[list[str] | None, typer.Option(help="Only these; may be repeated.")] = None,
    data_group: Annotated[list[DataGroup] | None, typer.Option(help="Only these; may be repeated.")] = None,
    network_service: Annotated[
        str | None, typer.Option(metavar="CODE", help="Of NNE: whose messages; `raas service list`.")
    ] = None,
) -> None:
    """Subscribe to NRP (replaced SSINs), NMU (changed identification data) or NNE (network messages), or allow PER."""
    today = datetime.now(BRUSSELS).date()
    wanted = subscriptions.Wanted(
        cbe_number,
        service,
        legal_basis,
        begin.date() if begin else today,
        end.date() if end else None,
        tuple(dossier_type or ()),
        tuple(data_group or ()),
        network_service,
    )
    with database() as connection:
        number = subscriptions.add(connection, wanted, today)
    to = f"{service} {network_service}" if network_service else service
    typer.echo(f"subscription {number} of {cbe_number} to {to} is added")


@subscription.command("list")
def subscription_list() -> None:
    """List the subscriptions."""
    with database() as connection:
        shown = [
            (
                row.id, row.organisation, subscriptions.named(row), row.legal_basis,
                period.begin_date, period.end_date or "open",
                ", ".join(subscriptions.codes_of(connection, row.dossier_types) or ["all"]),
                ", ".join(row.data_groups or ["all"] if row.service in subscriptions.WITH_DATA_GROUPS else []),
                "yes" if row.blocked else None,
            )
            for row in subscriptions.listed(connection)
            for period in [Period(row.start, row.stop)]
        ]  # fmt: skip
    heading = (
        "id",
        "organisation",
        "service",
        "legal basis",
        "begin",
        "end",
        "dossier types",
        "data groups",
        "blocked",
    )
    show(heading, shown)


@subscription.command("block")
def subscription_block(subscription_id: SubscriptionId, reason: Reason) -> None:
    """Let nothing leave under a subscription until it is unblocked; what comes meanwhile waits."""
    with database() as connection:
        subscriptions.block(connection, subscription_id, blocked=True, reason=reason)
    typer.echo(f"subscription {subscription_id} is blocked; nothing leaves")


@subscription.command("unblock")
def subscription_unblock(subscription_id: SubscriptionId, reason: Reason) -> None:
    """Let files leave again; the next one tells what came meanwhile."""
    with database() as connection:
        subscriptions.block(connection, subscription_id, blocked=False, reason=reason)
    typer.echo(f"subscription {subscription_id} is open again")


@subscription.command("end")
def subscription_end(subscription_id: SubscriptionId, day: Day, reason: Reason) -> None:
    """End the legal basis earlier: the day is its last one."""
    with database() as connection:
        subscriptions.end(connection, subscription_id, day.date(), reason, datetime.now(BRUSSELS).date())
    typer.echo(f"subscription {subscription_id} ends on {day.date()}")


def emit(day: Day) -> None:
    """Write the daily files of a day, and of days before it that were missed; what is written stays as it is."""
    if day.date() > datetime.now(BRUSSELS).date():
        raise WrongUse(f"{day.date()} is still to come; the files of a day tell what was applied up to its end")
    due = [one for batch in stations.due(day.date()) for one in batch]
    with progress_shown():
        stations.emit(due, day.date())
    with database() as connection:
        rows = daily.of_day(connection, day.date())
    shown = ((r.organisation, subscriptions.named(r), r.file_class, r.name or "blocked", r.record_count) for r in rows)
    show(("organisation", "service", "class", "file", "items"), shown)


def base(cbe_number: Cbe) -> None:
    """Write an organisation's base file: its lines, and where its daily files go on."""
    with progress_shown():
        name = base_file.write(cbe_number)
    typer.echo(f"{name} is in the outbox")


@outbox.command("list")
def outbox_list(cbe_number: Cbe) -> None:
    """List our files for an organisation, oldest first."""
    rows = outbox_files.listed(cbe_number)
    shown = ((f"{r.written_at:%Y-%m-%d %H:%M:%S}", r.name, r.record_count, r.published_at and "yes") for r in rows)
    show(("written", "file", "records", "published"), shown)


@outbox.command("republish")
def outbox_republish(names: Annotated[list[str], typer.Argument(metavar="NAME...")]) -> None:
    """Put past files in the outbox again, byte for byte, each with its voucher."""
    for name in names:
        outbox_files.republish(name)
        typer.echo(f"{name} is in the outbox again")


@ledger.command("verify")
def ledger_verify(
    holds: Annotated[
        str | None, typer.Option(metavar="HASH", help="A last hash that was written down earlier.")
    ] = None,
) -> None:
    """Recompute the chain of the ledger and see that every file that left is in it."""
    with progress_shown(), snapshot() as connection:
        found = disclosures.verify(connection)
        entry = None if holds is None else disclosures.entry_with(connection, holds)
    if holds is not None and entry is None:
        found.wrong.append(f"no entry has the hash {holds}: the ledger is not the one in which it was the last")
    for sentence in found.wrong:
        typer.echo(sentence, err=True)
    if found.wrong:
        raise Failure("the ledger does not hold what left; keep the database as it is and call the security officer")
    typer.echo(
        f"{found.entries} entries with {found.items} items are as they were written; the last hash is {found.head}"
    )


@ledger.command("person")
def ledger_person(ssin: str) -> None:
    """Show what left about a person, under any number the person has had: when, to whom, on which legal basis."""
    if not (len(ssin) == 11 and ssin.isdecimal() and ssin.isascii()):
        raise WrongUse("an SSIN has eleven digits and nothing else")
    with database() as connection:
        rows = disclosures.about(connection, ssin)
    shown = (
        (f"{r.moment:%Y-%m-%d %H:%M:%S}", r.ssin, ", ".join(r.told), r.receiver, r.legal_basis, r.file_name)
        for r in rows
    )
    show(("moment", "SSIN", "told", "to", "legal basis", "file"), shown)
