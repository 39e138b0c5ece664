"""The command ``raas-verify``. Exit status: 0 all is true, 1 something is wrong, 2 wrong use."""

import sqlite3
import sys
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from raas_batch.receiver import chain, checks, copy, folder, report, update
from raas_batch.receiver.changes import NoLongerValid
from raas_batch.receiver.checks import Checked
from raas_batch.receiver.folder import Stream

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def verify(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", exists=True, file_okay=False, help="A folder of downloaded files.")
    ],
    into: Annotated[
        Path | None,
        typer.Option("--copy", metavar="FILE", dir_okay=False, help="Apply them to this copy, an SQLite database."),
    ] = None,
) -> None:
    """Check the files that the register sent: whole, unchanged, none missing, each following its schema."""
    pairs, others = folder.pairs(directory)
    streams = {stream: list(map(checks.check, own)) for stream, own in groupby(pairs, key=lambda pair: pair.stream)}
    files = [file for own in streams.values() for file in own]
    if into is None:
        _check_order(streams, chain.newest_tags(files), {})
    remarks, drifts = ([], []) if into is None else _copied(streams, files, into)
    told = [line for file in files for line in report.problems(file)]
    told += [report.summary(stream, own) for stream, own in streams.items()]
    told += [*drifts, *remarks, *([report.passed_over(others, directory)] if others else [])]
    typer.echo("\n".join(told or [f"no file of the register in {directory}"]))
    raise typer.Exit(bool(drifts) or any(file.findings for file in files))


def main() -> None:
    """Run the command; what stops it is one clear sentence."""
    try:
        app()
    except NoLongerValid as error:
        sys.exit(_failed(error, 1))
    except sqlite3.DatabaseError as error:
        sys.exit(_failed(f"the copy cannot be used ({error}); name another one with --copy", 2))
    except (update.NotOneCopy, OSError) as error:
        sys.exit(_failed(error, 2))


def _check_order(
    streams: Mapping[Stream, list[Checked]], goes_on: Mapping[Stream, int], held: Mapping[Stream, chain.Applied]
) -> None:
    for stream, files in streams.items():
        chain.check(files, goes_on.get(stream), held.get(stream, {}))


def _copied(streams: Mapping[Stream, list[Checked]], files: list[Checked], path: Path) -> tuple[list[str], list[str]]:
    """Apply what can be applied, if nothing of it is wrong; returns what to tell of it, and where the copy drifts."""
    wanted = update.applicable(files)
    with copy.opened(path) as connection:
        update.require_one_owner(connection, wanted)
        tags = chain.newest_tags(wanted)
        needed = update.goes_on(connection, tags, {file.pair.stream for file in wanted})
        _check_order(streams, needed, copy.streams(connection))
        if any(file.findings for file in wanted):
            return [f"nothing was applied to {path}"], []
        done = update.update(connection, wanted)
        remarks = [*done.remarks, f"{path}: {report.applied(done, *copy.size(connection))}"]
        return remarks, [report.drift(each) for each in done.drifts.values()]


def _failed(error: object, exit_code: int) -> int:
    typer.echo(f"raas-verify: {error}", err=True)
    return exit_code


if __name__ == "__main__":
    main()
