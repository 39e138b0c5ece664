"""The product in half a minute: organisations drop files, Airflow takes them through the stations, answers come back.

``make demo`` runs it; README.md beside it tells what is to be seen. Every person is invented.
"""

import os
import shutil
import sys
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from time import monotonic
from typing import Any

from lxml import etree
from rich import box
from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from through_airflow import take_in

from raas_batch import codes
from raas_batch.consultation import lines
from raas_batch.periods import Period
from raas_batch.settings import Settings
from raas_batch.states import State
from raas_batch.store import organisations, overview
from raas_batch.store.engine import engine
from raas_batch.store.migrate import upgrade
from raas_batch.store.verify import verify

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples" / "demo"
DAYS = tuple(SAMPLES / f"inbox-{day}" for day in (1, 2, 3, 4))
SOURCE, MUTUALITY, FUND, INTEGRATOR = "0200000043", "0314595348", "0428759497", "0403019261"
AN, EMPLOYEE = "84631200297", "EMPLOYEE"
BART = "79710200158", "79710200356"
ORGANISATIONS = {
    SOURCE: ("Authentic source", "AUTHENTIC_SOURCE"),
    MUTUALITY: ("Mutuality", "USER"),
    FUND: ("Fund", "USER"),
    INTEGRATOR: ("Integrator", "INTEGRATOR"),
}
COLOURS = {"ANSWERED": "green", "REFUSED": "red", "DUPLICATE": "cyan"}


def main() -> None:
    keep_to_itself()
    home = Settings().home
    was_here = (home / "pg").exists()
    console = console_beside(home / "airflow.log")
    try:
        tell(console, home, was_here)
    except Exception:
        console.print_exception()
        console.print(f"the demo stopped; {near(home)}/airflow.log holds what Airflow said")
        sys.exit(1)


def keep_to_itself() -> None:
    """Forget every setting but the home, so that no other register than the demo's can be reached."""
    home = os.environ.get("RAAS_HOME", str(ROOT / "demo-home"))
    for name in [name for name in os.environ if name.startswith(("RAAS_", "AIRFLOW_"))]:
        del os.environ[name]
    os.environ["RAAS_HOME"] = home


def console_beside(log: Path) -> Console:
    """The terminal; what else this process writes, and Airflow in it writes much, goes to the log."""
    log.parent.mkdir(parents=True, exist_ok=True)
    terminal = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    with log.open("ab") as chatter:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(chatter.fileno(), stream.fileno())
    return Console(file=terminal, highlight=False, width=None if terminal.isatty() else 110)


def waiting(console: Console, reason: str) -> Live:
    """A spinner that leaves the standard streams where they are: in the log."""
    spinner = Spinner("dots", reason)
    return Live(spinner, console=console, transient=True, redirect_stdout=False, redirect_stderr=False)


def tell(console: Console, home: Path, was_here: bool) -> None:
    began = monotonic()
    console.print("[bold]The register as a service[/]: which organisation knows which person, in which role, and when.")
    if was_here:
        console.print("[cyan]The demo was here before. The same files are sent again, and nothing may change: what")
        console.print("[cyan]was answered is a DUPLICATE, and its first answer is published again, bit for bit.")
    with waiting(console, "PostgreSQL starts"):
        prepare()
    for number, day in enumerate(DAYS, start=1):
        before = {row.id: row.state for row in received()}
        console.rule(f"[bold]Day {number}[/], files dropped: {drop(day, home)}", align="left")
        with waiting(console, "Airflow takes them through the stations: claim, admit, apply, answer"):
            assert take_in(), "a run of Airflow failed"
        console.print(files(home, (row for row in received() if row.state != before.get(row.id))))
    console.rule(f"[bold]One person[/]: An Peeters, {AN}, whom the Mutuality knows as EMPLOYEE", align="left")
    console.print(one_person())
    console.print("[dim]Lines that share a day become one, lines that only meet stay two, taking days away cuts.\n")
    console.rule(
        "[bold]Two numbers[/]: Bart Janssens, EMPLOYEE; on day 3 one replaces the other, on day 4 not", align="left"
    )
    console.print(two_numbers())
    console.print("[dim]The Fund's line of day 3 was sent on the replaced number, and goes back to it.\n")
    console.rule("[bold]Look further[/]", align="left")
    console.print(what_is_true())
    console.print(what_to_try(home), soft_wrap=True)
    console.print(f"[dim]That took {monotonic() - began:.0f} seconds.")


def prepare() -> None:
    """Make the database, the organisations, and the dossier types: the roles in which they know persons."""
    upgrade(engine())
    with engine().begin() as connection:
        for cbe_number, (name, role) in ORGANISATIONS.items():
            organisations.add(connection, cbe_number, name, role)
            for code in (EMPLOYEE, "PENSIONER", "STUDENT") if role != "AUTHENTIC_SOURCE" else ():
                end = date(2019, 12, 31) if (cbe_number, code) == (INTEGRATOR, "STUDENT") else None
                organisations.add_dossier_type(connection, cbe_number, code, code.title(), date(2000, 1, 1), end)


def drop(day: Path, home: Path) -> int:
    """Put the files of a day in the inboxes, each voucher after its file. Returns how many files."""
    vouchers = sorted(day.glob("*/*.voucher.xml"))
    for voucher in vouchers:
        folder = home / "inbox" / voucher.parent.name
        folder.mkdir(parents=True, exist_ok=True)
        for path in (voucher.with_name(voucher.name.replace(".voucher.xml", ".xml")), voucher):
            shutil.copyfile(path, folder / path.name)
    return len(vouchers)


def received() -> list[Any]:
    with engine().connect() as connection:
        return overview.listed(connection)


def files(home: Path, rows: Iterable[Any]) -> Table:
    """A row for each file: its state, its counts, and what our answer says of it."""
    table = Table("from", "file", "state", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("OK", justify="right")
    table.add_column("NOK", justify="right")
    table.add_column("in our answer")
    for row in rows:
        counts = ["" if count is None else str(count) for count in (row.ok, row.nok)]
        state = f"[{COLOURS.get(row.state, 'yellow')}]{row.state}"
        table.add_row(ORGANISATIONS[row.sender][0], short(row.name), state, *counts, said(home, row))
    return table


def short(name: str) -> str:
    """What the table does not tell yet of a file: its flow, its sequence number, whether it is a simulation."""
    flow, _, _, sequence, environment, _ = name.split(".")
    return f"{flow} {int(sequence)}{' simulation' if environment == 'S' else ''}"


def said(home: Path, row: Any) -> str:
    """The codes in the latest answer, read from the outbox as its receiver does; the first in words."""
    if row.state == State.DUPLICATE:
        return "the first answer, again"
    with engine().connect() as connection:
        latest = overview.about(connection, row.id).answers[-1]
    answer = etree.parse(home / "outbox" / row.sender / latest.name)
    found = [*answer.iterfind("findings/finding/code"), *answer.iterfind("records/record[status='NOK']/code")]
    distinct = sorted({str(code.text) for code in found})
    if not distinct:
        return ""
    others = f" [dim]+ {len(distinct) - 1} more" if distinct[1:] else ""
    return f"{distinct[0]} {codes.CODES[distinct[0]].text(codes.Language.EN).title}{others}"


def one_person() -> Table:
    """What a file did to the lines of one person; consulting at a moment gives the lines as they were known then."""
    first, second = (f"REG.{MUTUALITY}.20261122.0000{number}.T.xml" for number in (1, 2))
    asked = etree.parse(DAYS[0] / MUTUALITY / second)
    columns = {
        "lines after REG 1": lines_at(applied(first), MUTUALITY, AN),
        "what REG 2 asks": [said_by(record) for record in asked.iterfind("registrations/*") if is_of_an(record)],
        "lines after REG 2": lines_at(applied(second), MUTUALITY, AN),
    }
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in columns:
        table.add_column(heading, no_wrap=True)
    table.add_row(*("\n".join(content) for content in columns.values()))
    return table


def two_numbers() -> Table:
    """Whose lines they were when a day ended: those of a replaced number go to its successor, until that is revoked."""
    last_files = {
        "day 2": f"REG.{FUND}.20261122.00004.T.xml",
        "day 3: replaced": f"REG.{FUND}.20261124.00005.T.xml",
        "day 4: revoked": f"RPL.{SOURCE}.20261125.00002.T.xml",
    }
    moments = [applied(name) for name in last_files.values()]
    table = Table("", "number", *last_files, box=box.SIMPLE_HEAD, pad_edge=False)
    for organisation in (MUTUALITY, FUND):
        for ssin in BART:
            held = ["\n".join(lines_at(moment, organisation, ssin)) for moment in moments]
            table.add_row(ORGANISATIONS[organisation][0] if ssin == BART[0] else "", ssin, *held)
    return table


def applied(name: str) -> datetime:
    moment: datetime = next(row.applied_at for row in received() if (row.name, row.state) == (name, State.ANSWERED))
    return moment


def lines_at(moment: datetime, organisation: str, ssin: str) -> list[str]:
    with engine().connect() as connection:
        found = lines.consult(connection, lines.Question(organisation, ssin, EMPLOYEE, known_at=moment))
    return [str(line.period) for line in found if line.ssin == ssin]


def is_of_an(record: Any) -> bool:
    return bool((record.findtext("ssin"), record.findtext("dossierType")) == (AN, EMPLOYEE))


def said_by(record: Any) -> str:
    """A register or unregister record in one line: + adds days, - takes them away."""
    begin, end = (record.findtext(f"period/{name}") for name in ("beginDate", "endDate"))
    period = Period.inclusive(date.fromisoformat(begin), date.fromisoformat(end) if end else None)
    return f"{'+' if record.tag == 'register' else '-'} {period}"


def what_is_true() -> str:
    with engine().connect() as connection:
        found = list(verify(connection))
    operations, held = sum(part.operations for part in found), sum(part.lines for part in found)
    wrong = sum(part.wrong + part.overlapping for part in found)
    verdict = f"[red]{wrong} are not[/]" if wrong else "[green]all of them[/]"
    return f"The {held} lines held are what the {operations} accepted records say: {verdict}."


def what_to_try(home: Path) -> str:
    here, raas = near(home), near(Path(sys.executable).parent / "raas")
    answers = len(list((home / "outbox").glob("*/*.voucher.xml")))
    refused = next((row.id for row in received() if row.state == State.REFUSED), 1)
    commands = {
        f"{raas} files": "where every file stands",
        f"{raas} file show {refused}": "one that was refused: all that is wrong with it, and our answers",
        f"{raas} explain RAAS0311": "what a code means and what to do, in four languages",
        f"{raas} consult {MUTUALITY} --ssin {AN}": "one person; --known-at MOMENT: as it was known then",
        "make demo": "the same files once more: nothing may change",
    }
    width = max(map(len, commands))
    return (
        f"{answers} answers lie in [bold]{here}/outbox[/], each with its voucher; Airflow's log is {here}/airflow.log."
        f"\n\n[bold]export RAAS_HOME={here}[/]\n"
        + "".join(f"[bold]{command:{width}}[/]  [dim]{why}[/]\n" for command, why in commands.items())
    )


def near(path: Path) -> Path:
    """A path as one would type it here."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


if __name__ == "__main__":
    main()
