"""What the commands share: a connection to the register, and how a table is shown."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import typer
from sqlalchemy import Connection

from raas_batch import terminal
from raas_batch.store.engine import engine


@contextmanager
def database() -> Iterator[Connection]:
    """A connection to the register, in a transaction of its own."""
    with engine().begin() as connection:
        yield connection


def show(heading: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    """Print a table."""
    typer.echo(terminal.table(heading, rows))


def group(purpose: str) -> typer.Typer:
    """A command that has commands of its own."""
    return typer.Typer(no_args_is_help=True, help=purpose)
