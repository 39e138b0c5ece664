"""Answers from the log: the questions that ask for a moment or for lineage, in two temporary tables.

Each pair of an SSIN and a moment is folded once, whatever number of questions ask for it; so many pairs at a time that
memory stays flat, except for very many records on one SSIN.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Date, DateTime, Integer, MetaData, Table, Text, func, select

from raas_batch.consultation import message
from raas_batch.consultation.asked import asked, is_ok, recalled
from raas_batch.store import causes, pasts, temporary
from raas_batch.store.pasts import Known, Pair
from raas_batch.store.staging import stage
from raas_batch.store.types import SSIN

PAIRS_TOGETHER = 10_000

MOST_CAUSES = 40
"""How many causes of a line are told in an answer; the last ones."""

_MOMENT = DateTime(timezone=True)

recalled_ssin = Table(
    "recalled_ssin",
    MetaData(),
    Column("ssin", SSIN),
    Column("known_at", _MOMENT),
    Column("last_ssin", SSIN),
    Column("canceled", Boolean),
)
"""Per pair: the SSIN at the end of its chain, and whether an event had canceled that one."""

recalled_line = Table(
    "recalled_line",
    MetaData(),
    Column("ssin", SSIN),
    Column("known_at", _MOMENT),
    Column("dossier_type", Integer),
    Column("start", Date),
    Column("stop", Date),
    Column("causes", Text),
)
"""Per pair: the lines, each with its causes as XML where a question asks for them."""


def fill(connection: Connection, organisation: str) -> None:
    """Make both tables, for the OK questions in ``judged``."""
    for table in (recalled_ssin, recalled_line):
        temporary.make_empty(connection, table)
    key = asked.c.sent_ssin, asked.c.known_at
    pairs = select(*key, func.bool_or(asked.c.lineage).label("lineage")).where(is_ok, recalled).group_by(*key)
    stream = connection.execute(pairs.order_by(*key), execution_options={"yield_per": PAIRS_TOGETHER})
    for part in stream.partitions():
        traced = {Pair(row.sent_ssin, row.known_at) for row in part if row.lineage}
        found = list(pasts.known(connection, organisation, [Pair(row.sent_ssin, row.known_at) for row in part]))
        stage(connection, recalled_ssin, ((*each.pair, each.last_ssin, each.canceled) for each in found))
        stage(connection, recalled_line, _lines(found, _causes(connection, found, traced)))
    for table in (recalled_ssin, recalled_line):
        temporary.analyze(connection, table.name)


def _causes(connection: Connection, found: list[Known], traced: set[Pair]) -> dict[int, str]:
    """The causes of these lines as XML, by the identity of what caused them: lines may have one in common."""
    numbers = {id(line.cause): line.cause.numbers() for each in found if each.pair in traced for _, line in each.lines}
    last = {cause: of_line[-MOST_CAUSES:] for cause, of_line in numbers.items()}
    told = causes.told(connection, {number for of_line in last.values() for number in of_line})
    return {
        cause: message.causes([told[number] for number in of_line], len(numbers[cause]))
        for cause, of_line in last.items()
    }


def _lines(found: list[Known], told: dict[int, str]) -> Iterator[tuple[Any, ...]]:
    for each in found:
        for kind, line in each.lines:
            yield *each.pair, kind, line.start, line.stop, told.get(id(line.cause))
