"""What the questions of one file may cost: the only module that bounds it.

A question needs the lines held on its SSIN, or the records in the log when it asks for a moment or for lineage. One
SSIN may have a million of them, and a file may ask for it a hundred thousand times.
"""

from typing import Any

from sqlalchemy import Connection, FromClause, Select, and_, func, literal, not_, select, union, union_all, update

from raas_batch import codes
from raas_batch.consultation.asked import asked, is_ok, recalled
from raas_batch.store.tables import line, operation, replacement


def refuse_beyond(connection: Connection, organisation: str, limit: int) -> None:
    """Refuse the OK questions from the one on at which the file needs more lines and records than the limit."""
    needs = union_all(_lines(organisation), _records(organisation)).subquery("needs")
    up_to_here = func.sum(func.coalesce(needs.c.count, 0)).over(order_by=asked.c.position)
    running = (
        select(asked.c.position, up_to_here.label("needed"))
        .outerjoin(needs, and_(needs.c.ssin == asked.c.ssin, needs.c.recalled == recalled))
        .where(is_ok)
        .subquery()
    )
    beyond = select(running.c.position).where(running.c.needed > limit)
    connection.execute(update(asked).where(asked.c.position.in_(beyond)).values(code=codes.FILE_ASKS_TOO_MUCH))


def _lines(organisation: str) -> Select[Any]:
    """(ssin, recalled, count) of the lines held on every SSIN that is asked for as it is now."""
    ssins = select(asked.c.ssin).where(is_ok, not_(recalled)).distinct().subquery()
    held = ssins.join(line, and_(line.c.organisation == organisation, line.c.ssin == ssins.c.ssin))
    return _counted(ssins, held, of_the_log=False)


def _records(organisation: str) -> Select[Any]:
    """The same of the records in the log, those on the numbers that it replaced among them."""
    ssins = select(asked.c.ssin).where(is_ok, recalled).distinct().subquery()
    before = select(ssins.c.ssin, replacement.c.old_ssin).join(replacement, replacement.c.last_ssin == ssins.c.ssin)
    numbers = union(select(ssins.c.ssin, ssins.c.ssin.label("named")), before).subquery()
    kept = numbers.join(operation, and_(operation.c.ssin == numbers.c.named, operation.c.organisation == organisation))
    return _counted(numbers, kept, of_the_log=True)


def _counted(ssins: Any, rows: FromClause, of_the_log: bool) -> Select[Any]:
    marks = literal(of_the_log).label("recalled"), func.count().label("count")
    return select(ssins.c.ssin, *marks).select_from(rows).group_by(ssins.c.ssin)
