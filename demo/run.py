"""The product in a minute: organisations drop files, Airflow takes them through the stations, answers come back.

``make demo`` runs it; README.md beside it tells what is to be seen. Every person is invented.
"""

import os
import sys
from datetime import date, timedelta
from pathlib import Path
from time import monotonic

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from scene import AN, BART, DAYS, MUTUALITY, ROOT, drop, prepare, received, today
from showing import files, one_person, two_numbers, what_it_costs, what_they_heard
from through_airflow import night_falls, take_in

from raas_batch.settings import Settings
from raas_batch.states import State
from raas_batch.store.engine import engine
from raas_batch.store.verify import verify

PRICES = ROOT / "samples" / "billing" / "prices.toml"
NIGHTS = {3: 0, 4: 1}
"""The demo's days after which the night falls, and how many days from today they are told as: four days pass in one."""


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
    os.environ["RAAS_PRICE_LIST"] = str(PRICES)


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
        if number in NIGHTS:
            console.print(f"The night falls: {tell_of(today() + timedelta(days=NIGHTS[number]), console, home)}\n")
    console.rule(f"[bold]One person[/]: An Peeters, {AN}, whom the Mutuality knows as EMPLOYEE", align="left")
    console.print(one_person())
    console.print("[dim]Lines that share a day become one, lines that only meet stay two, taking days away cuts.\n")
    console.rule(
        "[bold]Two numbers[/]: Bart Janssens, EMPLOYEE; on day 3 one replaces the other, on day 4 not", align="left"
    )
    console.print(two_numbers())
    console.print("[dim]The Fund's line of day 3 was sent on the replaced number, and goes back to it.\n")
    console.rule("[bold]What they heard[/]: the news in the daily files, as far as it is subscribed to", align="left")
    console.print(what_they_heard(home))
    console.print("[dim]Both who knew the replaced number hear of it, and of the revocation in their next files. Of a")
    console.print("[dim]person's data leaves what a subscription covers; what else changed is named, not told.\n")
    console.rule("[bold]What it costs[/]: this month so far, by an invented price list", align="left")
    console.print(what_it_costs(home))
    console.print(f"[dim]As each of them reads it: {near(home)}/statements/, a page and a CSV file for each.\n")
    console.rule("[bold]Look further[/]", align="left")
    console.print(what_is_true())
    console.print(what_to_try(home), soft_wrap=True)
    console.print(f"[dim]That took {monotonic() - began:.0f} seconds.")


def tell_of(day: date, console: Console, home: Path) -> str:
    """Let the daily files of a day be written. Returns what came of it."""
    before = daily_files(home)
    with waiting(console, "Airflow writes the daily files"):
        assert night_falls(day), "a run of Airflow failed"
    written = daily_files(home) - before
    return f"{written} daily files tell subscribers what the day brought." if written else "its files left before."


def daily_files(home: Path) -> int:
    """How many daily files lie in the outboxes."""
    return sum(1 for flow in ("NRP", "NMU", "NNE") for _ in (home / "outbox").glob(f"*/{flow}.*.voucher.xml"))


def what_is_true() -> str:
    with engine().connect() as connection:
        found = list(verify(connection))
    operations, held = sum(part.operations for part in found), sum(part.lines for part in found)
    wrong = sum(part.wrong + part.overlapping for part in found)
    verdict = f"[red]{wrong} are not[/]" if wrong else "[green]all of them[/]"
    return f"The {held} lines held are what the {operations} accepted records say: {verdict}."


def what_to_try(home: Path) -> str:
    here, raas = near(home), near(Path(sys.executable).parent / "raas")
    ours = len(list((home / "outbox").glob("*/*.voucher.xml")))
    refused = next((row.id for row in received() if row.state == State.REFUSED), 1)
    commands = {
        f"{raas} files": "where every file stands",
        f"{raas} file show {refused}": "one that was refused: all that is wrong with it, and our answers",
        f"{raas} explain RAAS0311": "what a code means and what to do, in four languages",
        f"{raas} consult {MUTUALITY} --ssin {AN}": "one person; --known-at MOMENT: as known then; --lineage: why",
        f"{raas} ledger verify": "whether all that left about anyone is written down, unchanged",
        f"{raas} ledger person {BART[0]}": "what left about one person: when, to whom, on which legal basis",
        f"{raas} bill {today():%Y-%m} --so-far": "what was used this month and what it costs; --format html, csv",
        f"{raas} emit --day {today()}": "the daily files up to today; those that are written stay as they are",
        "make demo": "the same files once more: nothing may change",
    }
    width = max(map(len, commands))
    return (
        f"{ours} files lie in [bold]{here}/outbox[/], each with its voucher; Airflow's log is {here}/airflow.log."
        f"\n\n[bold]export RAAS_HOME={here} RAAS_PRICE_LIST={near(PRICES)}[/]\n"
        + "".join(f"[bold]{command:{width}}[/]  [dim]{why}[/]\n" for command, why in commands.items())
    )


def near(path: Path) -> Path:
    """A path as one would type it here."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


if __name__ == "__main__":
    main()
