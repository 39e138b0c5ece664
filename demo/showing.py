"""The tables of the demo, each from what its organisations can see: their answers, their files, their own lines."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lxml import etree
from rich import box
from rich.table import Table
from scene import AN, BART, DAYS, EMPLOYEE, FUND, MUTUALITY, ORGANISATIONS, SOURCE, received, today
from upath import UPath

from raas_batch import codes
from raas_batch.billing import issuing
from raas_batch.billing.months import Month
from raas_batch.billing.statement import DEVELOPMENT, SHARED
from raas_batch.consultation import lines
from raas_batch.data_groups import DATA_GROUPS
from raas_batch.periods import Period
from raas_batch.states import State
from raas_batch.store import overview
from raas_batch.store.engine import engine

USED = {"files": "files", "records": "records", "notices": "notices", "bytes_out": "bytes from us"}
"""What the demo shows of a statement, and how it calls it."""
COLOURS = {"ANSWERED": "green", "REFUSED": "red", "DUPLICATE": "cyan"}


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


def what_they_heard(home: Path) -> Table:
    """The news in the daily files, read from the outboxes as their receivers do, in the order of the files."""
    table = Table("to", "file", "event", "", "number", "what it tells", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    vouchers = [path for flow in ("NRP", "NMU", "NNE") for path in (home / "outbox").glob(f"*/{flow}.*.voucher.xml")]
    for voucher in sorted(vouchers, key=lambda path: (path.name.split(".")[3], path.parent.name, path.name)):
        name = voucher.name.replace(".voucher", "")
        for event in etree.parse(voucher.with_name(name)).iterfind("*/*[@logNumber]"):
            told = (
                event.tag,
                event.findtext("eventId") or event.findtext("messageId") or "",
                event.findtext("ssin"),
                "; ".join(news(event)),
            )
            table.add_row(ORGANISATIONS[voucher.parent.name][0], short(name), *told)
    return table


def what_it_costs(home: Path) -> Table:
    """A row for each organisation: what it used this month so far and owes for it. Writes the statements too."""
    told = issuing.issued(Month.read(f"{today():%Y-%m}"), so_far=True)
    issuing.write(told, UPath(home / "statements"))
    table = Table("organisation", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for heading in (*USED.values(), "for use", "share of costs", "developments", "total"):
        table.add_column(heading, justify="right")
    for one in told.statements:
        counts = {line.kind: line.quantity for line in one.lines}
        amounts = one.use, one.sum_of(SHARED), one.sum_of([DEVELOPMENT]), one.total
        table.add_row(one.name, *(f"{counts[kind]:,}" for kind in USED), *(f"€ {amount:,.2f}" for amount in amounts))
    return table


def news(event: Any) -> Iterator[str]:
    """What an event of a daily file tells of its number."""
    if event.tag == "message":
        yield f"[green]{event.findtext('.//mutationType')}[/] on {event.findtext('messageDate')}, unchanged"
    elif event.tag != "canceled" and (other := event.findtext("replacedBy")):
        yield f"[green]→ {other}" if event.tag == "replaced" else f"[cyan]no longer → {other}"
    for group in event.iterfind("*"):
        if group.tag in DATA_GROUPS:
            yield f"[green]{group.tag}[/]: {', '.join(text for text in group.itertext() if text.strip())}"
    if withheld := [group.text for group in event.iterfind("withheld/dataGroup")]:
        yield f"[yellow]withheld[/]: {', '.join(withheld)}"


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
