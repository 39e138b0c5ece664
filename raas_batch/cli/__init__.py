"""The command line: how a person reaches in. It calls the same stations as Airflow and holds no rule.

Exit status: 0 done, 1 refused or not true, 2 wrong use.
"""

import sys

import typer

from raas_batch.cli import (
    administration,
    billing,
    files,
    observing,
    persons,
    reconciling,
    register,
    services,
    subscriptions,
)
from raas_batch.errors import Failure, explained

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="The register as a service.", pretty_exceptions_enable=False
)
app.add_typer(administration.db, name="db")
app.add_typer(administration.organisation, name="organisation")
app.add_typer(administration.dossier_type, name="dossier-type")
app.add_typer(services.service, name="service")
app.add_typer(files.file, name="file")
app.add_typer(subscriptions.subscription, name="subscription")
app.add_typer(subscriptions.outbox, name="outbox")
app.add_typer(subscriptions.ledger, name="ledger")
for command in (
    files.run, files.files, register.consult, register.verify, register.explain,
    persons.search, reconciling.reconcile, subscriptions.emit, subscriptions.base, observing.observe,
    billing.bill,
):  # fmt: skip
    app.command()(command)


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


if __name__ == "__main__":
    main()
