"""The rules on a message that need the rest of the file, earlier messages or the mirror: one condition each, in SQL.

They are judged in the order in which they stand here, the first that is broken gives the code. One statement judges
the whole file.
"""

from typing import Any

from sqlalchemy import Connection, Row, Select, Subquery, case, exists, func, or_, select

from raas_batch import codes
from raas_batch.store import events, judged, messages
from raas_batch.store.staging import came_before
from raas_batch.store.tables import network_message, person, replacement, staged_message

sent, replaced, taken = staged_message.c, replacement.c, network_message.c


def judge(connection: Connection, row: Row[Any]) -> None:
    """Make the table ``judged``: a code for every message of the file."""
    judged.create(connection, verdicts(row.id))


def verdicts(file_id: int) -> Select[Any]:
    """Every message of the file with its code and, where there is one, the last SSIN that replaced its own.

    A message is known once one of its service with its id was taken, in an earlier file or earlier in this one.
    """
    own = _by_itself(file_id)
    same = own.c.network_service, own.c.message_id
    first = func.min(own.c.position).filter(own.c.code.in_(messages.TAKEN)).over(partition_by=same)
    before = exists().where(taken.network_service == same[0], taken.message_id == same[1])
    code = case(
        (own.c.comes_first, own.c.code),
        (or_(before, own.c.position > first), codes.MESSAGE_KNOWN),
        else_=own.c.code,
    )
    return select(own.c.position, code.label("code"), own.c.replaced_by)


def _by_itself(file_id: int) -> Subquery:
    """Every message with the code it would have if it were not known; whether that code comes before it."""
    again = came_before(sent.position, sent.record_id)
    last_ssin = func.coalesce(replaced.last_ssin, sent.ssin)
    canceled = or_(func.coalesce(person.c.canceled, False), events.is_canceled(last_ssin))
    code = case(
        (sent.defect.is_not(None), sent.defect),
        (again, codes.RECORD_ID_USED),
        (person.c.ssin.is_(None), codes.SSIN_UNKNOWN),
        (canceled, codes.SSIN_CANCELED),
        (replaced.old_ssin.is_not(None), codes.SSIN_REPLACED),
        else_=codes.TREATMENT_SUCCESSFUL,
    )
    return (
        select(
            sent.position,
            sent.network_service,
            sent.message_id,
            code.label("code"),
            or_(sent.defect.is_not(None), again).label("comes_first"),
            replaced.last_ssin.label("replaced_by"),
        )
        .outerjoin_from(staged_message, replacement, replaced.old_ssin == sent.ssin)
        .outerjoin(person, person.c.ssin == last_ssin)
        .where(sent.file_id == file_id)
        .subquery("own")
    )
