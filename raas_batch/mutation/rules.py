"""The rules on a mutation that need the rest of the file, earlier events or the mirror: one condition each, in SQL.

They are judged in the order in which they stand here, the first that is broken gives the code. One statement judges
the whole file.
"""

from typing import Any

from sqlalchemy import Connection, Row, Select, Subquery, Text, case, cast, exists, func, or_, select

from raas_batch import codes
from raas_batch.store import judged, mutations
from raas_batch.store.staging import came_before
from raas_batch.store.tables import mutation_event, person, replacement, staged_mutation

sent, replaced = staged_mutation.c, replacement.c


def judge(connection: Connection, row: Row[Any]) -> None:
    """Make the table ``judged``: a code for every mutation of the file."""
    judged.create(connection, verdicts(row.id))


def verdicts(file_id: int) -> Select[Any]:
    """Every mutation of the file with its code and, where there is one, the last SSIN that replaced its own.

    An event is known once a mutation with its id was accepted, in an earlier file or earlier in this one.
    """
    own = _by_itself(file_id)
    first = func.min(own.c.position).filter(own.c.code.in_(mutations.ACCEPTED)).over(partition_by=own.c.event_id)
    before = exists().where(mutation_event.c.event_id == own.c.event_id)
    code = case(
        (own.c.comes_first, own.c.code),
        (or_(before, own.c.position > first), codes.EVENT_KNOWN),
        else_=own.c.code,
    )
    return select(own.c.position, code.label("code"), own.c.replaced_by)


def _by_itself(file_id: int) -> Subquery:
    """Every mutation with the code it would have if its event were not known; whether that code comes before it."""
    again = came_before(sent.position, sent.record_id)
    comes_first = or_(sent.defect.is_not(None), again)
    last_ssin = func.coalesce(replaced.last_ssin, sent.ssin)
    code = case(
        (sent.defect.is_not(None), sent.defect),
        (again, codes.RECORD_ID_USED),
        (cast(sent.data_groups, Text) == "{}", codes.NO_DATA_GROUP),
        (person.c.ssin.is_(None), codes.SSIN_UNKNOWN),
        (replaced.old_ssin.is_not(None), codes.SSIN_REPLACED),
        else_=codes.TREATMENT_SUCCESSFUL,
    )
    return (
        select(
            sent.position,
            sent.event_id,
            code.label("code"),
            comes_first.label("comes_first"),
            replaced.last_ssin.label("replaced_by"),
        )
        .outerjoin_from(staged_mutation, replacement, replaced.old_ssin == sent.ssin)
        .outerjoin(person, person.c.ssin == last_ssin)
        .where(sent.file_id == file_id)
        .subquery("own")
    )
