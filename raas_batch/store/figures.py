"""What is measured of files, received and ours: small queries that cost the same however large the register is.

They read what waits, through the indexes of that, or the newest rows; what has ended is summed from an id on.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Numeric,
    Row,
    Subquery,
    Text,
    bindparam,
    cast,
    func,
    or_,
    select,
)

from raas_batch.states import MOVES, State
from raas_batch.store import daily
from raas_batch.store.tables import daily_file, file, journal, ledger_entry, sent_file, subscription

ENDS = tuple(state for state, others in MOVES.items() if not others)
NEWEST_MOVES = 1000
"""So many rows of the journal are looked through for files that were applied or answered last."""
LAST_FILES = 20
"""So many files of a flow, at most, make its pace."""

# Written out, not as a parameter: the planner must see that it is the condition of the index ix_file_waiting.
_has_ended = file.c.state.in_(bindparam("ends", [str(state) for state in ENDS], expanding=True, literal_execute=True))


def waiting(connection: Connection) -> list[Row[Any]]:
    """Files that are entered and not at an end: flow, state, count, since when the oldest is here."""
    kinds = file.c.flow, file.c.state
    statement = select(*kinds, func.count().label("files"), func.min(file.c.received_at).label("since"))
    return list(connection.execute(statement.where(~_has_ended).group_by(*kinds)))


def sums(connection: Connection, above: int, upto: int | None = None) -> list[Row[Any]]:
    """Files with an id above the one, and not above the other: flow, state, count, records OK and not, bytes."""
    kinds = file.c.flow, file.c.state
    columns = (func.count().label("files"), _sum(file.c.ok, "ok"), _sum(file.c.nok, "nok"), _sum(file.c.size, "size"))
    statement = select(*kinds, *columns).where(file.c.id > above).group_by(*kinds)
    return list(connection.execute(statement if upto is None else statement.where(file.c.id <= upto)))


def border(connection: Connection) -> Row[Any]:
    """Where files end: the last id, the first of a file that has not ended, and the transactions this snapshot sees.

    All below ``oldest_transaction`` have ended; all from ``next_transaction`` on had not begun.
    """
    snapshot = func.pg_current_snapshot()
    return connection.execute(
        select(
            select(func.max(file.c.id)).scalar_subquery().label("last_id"),
            select(func.min(file.c.id)).where(~_has_ended).scalar_subquery().label("open_id"),
            _number(func.pg_snapshot_xmin(snapshot)).label("oldest_transaction"),
            _number(func.pg_snapshot_xmax(snapshot)).label("next_transaction"),
        )
    ).one()


def rates(connection: Connection) -> list[Row[Any]]:
    """Per flow, the records per second at which its last files were applied, from ACCEPTED to APPLIED."""
    last = _last(State.APPLIED, State.ACCEPTED)
    rate = func.sum(last.c.read) / func.nullif(func.sum(last.c.seconds), 0)
    return list(connection.execute(select(last.c.flow, rate.label("rate")).group_by(last.c.flow)))


def answer_times(connection: Connection) -> list[Row[Any]]:
    """Per flow, the median of the seconds in which its last files were answered, from RECEIVED to ANSWERED."""
    last = _last(State.ANSWERED, State.RECEIVED)
    median = func.percentile_cont(0.5).within_group(last.c.seconds)
    return list(connection.execute(select(last.c.flow, median.label("seconds")).group_by(last.c.flow)))


def unpublished(connection: Connection) -> list[Row[Any]]:
    """Our files that are written, may leave, and are not in the outbox: flow, count, since when the oldest."""
    statement = (
        select(sent_file.c.flow, func.count().label("files"), func.min(sent_file.c.written_at).label("since"))
        .outerjoin(daily_file, daily_file.c.sent_file_id == sent_file.c.id)
        .outerjoin(subscription, subscription.c.id == daily_file.c.subscription_id)
        .where(sent_file.c.published_at.is_(None), or_(subscription.c.id.is_(None), daily.may_leave()))
        .group_by(sent_file.c.flow)
    )
    return list(connection.execute(statement))


def ledger_size(connection: Connection) -> int:
    """The last number of the ledger; 0 when nothing ever left."""
    return connection.scalar(select(func.max(ledger_entry.c.number))) or 0


def _last(end: State, begin: State) -> Subquery:
    """The last files that came to a state: flow, records read, seconds since they last came to an earlier one."""
    newest = select(journal).order_by(journal.c.id.desc()).limit(NEWEST_MOVES).subquery("newest")
    place = func.row_number().over(partition_by=file.c.flow, order_by=newest.c.id.desc())
    came = (
        select(newest.c.file_id, newest.c.moment, file.c.flow, file.c.read, place.label("place"))
        .join(file, file.c.id == newest.c.file_id)
        .where(newest.c.state == end)
        .subquery("came")
    )
    of_file = journal.c.file_id == came.c.file_id
    began = select(func.max(journal.c.moment)).where(of_file, journal.c.state == begin).scalar_subquery()
    seconds = cast(func.extract("epoch", came.c.moment - began), Numeric)
    return select(came.c.flow, came.c.read, seconds.label("seconds")).where(came.c.place <= LAST_FILES).subquery("last")


def _sum(column: ColumnElement[Any], name: str) -> Any:
    return cast(func.coalesce(func.sum(column), 0), BigInteger).label(name)


def _number(transaction: ColumnElement[Any]) -> ColumnElement[int]:
    return cast(cast(transaction, Text), BigInteger)
