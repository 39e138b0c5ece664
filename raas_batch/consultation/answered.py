"""The lines that answer the questions of a file, whichever way they were found, and what that makes of the verdicts."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    Integer,
    MetaData,
    Row,
    Select,
    Table,
    Text,
    and_,
    case,
    cast,
    exists,
    func,
    not_,
    null,
    or_,
    select,
    union_all,
    update,
)

from raas_batch import codes
from raas_batch.consultation.asked import asked, is_ok, of_now, recalled
from raas_batch.consultation.recall import recalled_line, recalled_ssin
from raas_batch.store import temporary
from raas_batch.store.tables import dossier_type, line
from raas_batch.store.types import SSIN

MOST_LINES, MOST_TRACED_LINES = 1000, 100
"""How many lines are told in answer to one question, and with their causes: a record must stay readable."""

answered_line = Table(
    "answered_line",
    MetaData(),
    Column("position", Integer),
    Column("ssin", SSIN),
    Column("canceled", Boolean),
    Column("code", Text),
    Column("start", Date),
    Column("stop", Date),
    Column("causes", Text),
    Column("place", Integer),
    Column("total", Integer),
)
"""Per question its lines, numbered from 1 in the order in which they are told, and how many there are."""

_most = case((asked.c.lineage, MOST_TRACED_LINES), else_=MOST_LINES)


def find(connection: Connection, organisation: str) -> None:
    """Make the table, for the OK questions in ``judged``, and let their verdicts say what was found."""
    _say_what_was_known(connection)
    temporary.make(connection, answered_line.name, _numbered(union_all(_held(organisation), _recalled())))
    _say_how_many(connection)


def lines(connection: Connection) -> Iterator[Row[Any]]:
    """The rows of the table, in file order, those of a question in the order in which they are told."""
    statement = select(answered_line, asked.c.lineage).join(asked, asked.c.position == answered_line.c.position)
    told = statement.where(answered_line.c.place <= _most).order_by(answered_line.c.position, answered_line.c.place)
    return iter(connection.execute(told, execution_options={"yield_per": 10_000}))


def _say_what_was_known(connection: Connection) -> None:
    """A question about a moment is told whether the SSIN was replaced, or canceled by an event, as was known then."""
    then = recalled_ssin.c
    was_replaced = then.last_ssin != then.ssin
    code = case(
        (then.canceled, codes.CANCELED_SSIN_ASKED),
        (was_replaced, codes.SSIN_REPLACED),
        else_=codes.TREATMENT_SUCCESSFUL,
    )
    said = {
        "code": code,
        "ssin": then.last_ssin,
        "canceled": then.canceled,
        "replaced_by": case((was_replaced, then.last_ssin)),
    }
    same = asked.c.sent_ssin == then.ssin, asked.c.known_at == then.known_at
    connection.execute(update(asked).where(is_ok, not_(of_now), *same).values(said))


def _say_how_many(connection: Connection) -> None:
    """No line is worth a warning, and so are more than are told; a canceled number says so in any case."""
    found = answered_line.c
    nothing = ~exists().where(found.position == asked.c.position)
    connection.execute(update(asked).where(is_ok, not_(asked.c.canceled), nothing).values(code=codes.NO_LINE))
    too_many = and_(found.position == asked.c.position, found.place == 1, found.total > _most)
    connection.execute(update(asked).where(is_ok, too_many).values(code=codes.ANSWER_TOO_LONG))


def _held(organisation: str) -> Select[Any]:
    """The lines as they are held now: one join of the questions with the register."""
    mine = and_(line.c.organisation == organisation, line.c.ssin == asked.c.ssin, *_wanted(line))
    return (
        _told(line, null())
        .select_from(asked.join(line, mine).join(dossier_type, _same_kind(line)))
        .where(is_ok, not_(recalled))
    )


def _recalled() -> Select[Any]:
    """The lines that were folded from the log."""
    same = recalled_line.c.ssin == asked.c.sent_ssin, recalled_line.c.known_at == asked.c.known_at
    joined = asked.join(recalled_line, and_(*same, *_wanted(recalled_line)))
    causes = case((asked.c.lineage, recalled_line.c.causes))
    with_kind = joined.join(dossier_type, _same_kind(recalled_line))
    return _told(recalled_line, causes).select_from(with_kind).where(is_ok, recalled)


def _told(source: Table, causes: Any) -> Select[Any]:
    period = source.c.start, source.c.stop
    return select(
        asked.c.position,
        asked.c.ssin,
        asked.c.canceled,
        dossier_type.c.code,
        *period,
        cast(causes, Text).label("causes"),
    )


def _wanted(source: Table) -> tuple[Any, ...]:
    """Lines of the dossier type asked for, that share a day with the period."""
    kind = or_(asked.c.dossier_type.is_(None), asked.c.dossier_type == source.c.dossier_type)
    return kind, source.c.start < asked.c.stop, asked.c.start < source.c.stop


def _same_kind(source: Table) -> Any:
    return dossier_type.c.id == source.c.dossier_type


def _numbered(found: Any) -> Select[Any]:
    rows = found.subquery("found")
    place = func.row_number().over(partition_by=rows.c.position, order_by=[rows.c.code, rows.c.start])
    total = func.count().over(partition_by=rows.c.position)
    return select(rows, place.label("place"), total.label("total"))
