"""The rules on a search, a creation and an update: one condition each, in the order in which they are judged.

All are judged by the persons as they stand before the file. Persons are sought in one statement for the whole file,
then data groups are weighed, then one more statement gives every record its code.
"""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    case,
    func,
    literal,
    or_,
    select,
)

from raas_batch import codes
from raas_batch.person import sought, weighing
from raas_batch.person.reader import CREATE, SEARCH
from raas_batch.settings import installation
from raas_batch.store import cbss_numbers, entitled, events, judged, staging, temporary
from raas_batch.store.tables import person, replacement, staged_request

sent, replaced = staged_request.c, replacement.c


def judge(connection: Connection, row: Row[Any]) -> None:
    """Make the table ``judged``, and beside it ``found``, ``weighed`` and an empty ``created``."""
    allowed = entitled.read(connection)
    sought.make(connection, row, installation().search_limit, allowed is not None)
    temporary.make_empty(connection, cbss_numbers.created)
    weighing.weigh(connection, row.id, set() if allowed is None else set(allowed.data_groups))
    judged.create(connection, verdicts(row.id, allowed is not None))


def verdicts(file_id: int, is_entitled: bool) -> Select[Any]:
    """Every request of the file with its code and, where there is one, the last SSIN that replaced its own."""
    told = sought.found.c.position
    hits = select(told, func.count().label("count")).group_by(told).subquery("hits")
    weighed, before = weighing.of_record(), sought.asked_before()
    again = staging.came_before(sent.position, sent.record_id)
    count = func.coalesce(hits.c.count, 0)
    code = case(
        (literal(not is_entitled), codes.NOT_AUTHORISED),
        (sent.defect.is_not(None), sent.defect),
        (again, codes.RECORD_ID_USED),
        (sought.sought.c.too_much, codes.FILE_SEARCHES_TOO_MUCH),
        (sent.kind == SEARCH, _of_search(count)),
        (sent.kind == CREATE, _of_creation(count, before.c.position.is_not(None))),
        else_=_of_update(weighed.c.code),
    )
    last_ssin = func.coalesce(replaced.last_ssin, sent.ssin)
    beside = (
        staged_request.outerjoin(replacement, replaced.old_ssin == sent.ssin)
        .outerjoin(person, person.c.ssin == last_ssin)
        .outerjoin(hits, hits.c.position == sent.position)
        .outerjoin(weighed, weighed.c.position == sent.position)
        .outerjoin(sought.sought, sought.sought.c.position == sent.position)
        .outerjoin(before, before.c.position == sent.position)
    )
    columns = sent.position, code.label("code"), replaced.last_ssin.label("replaced_by")
    return select(*columns).select_from(beside).where(sent.file_id == file_id)


def _of_search(count: ColumnElement[int]) -> ColumnElement[str]:
    return case(
        (count == 0, codes.NOBODY_FOUND), (count > sent.maximum, codes.TOO_MANY_FOUND), else_=codes.TREATMENT_SUCCESSFUL
    )


def _of_creation(count: ColumnElement[int], asked_before: ColumnElement[bool]) -> ColumnElement[str]:
    return case(
        (count > 0, codes.LIKELY_DUPLICATE),
        (asked_before, codes.ASKED_EARLIER_IN_FILE),
        else_=codes.TREATMENT_SUCCESSFUL,
    )


def _of_update(weighed: ColumnElement[str]) -> ColumnElement[str]:
    last_ssin = func.coalesce(replaced.last_ssin, sent.ssin)
    repeated = staging.came_before(sent.position, last_ssin)
    since = func.to_char(sent.event_date, "YYYY-MM-DD")
    outside_life = or_(
        since < func.replace(person.c.birth_date, "-00", "-01"),
        since > func.replace(person.c.decease_date, "-00", "-31"),
    )
    return case(
        (person.c.ssin.is_(None), codes.SSIN_UNKNOWN),
        (or_(person.c.canceled, events.is_canceled(last_ssin)), codes.SSIN_CANCELED),
        (person.c.register != "BIS", codes.NOT_A_CBSS_NUMBER),
        (repeated, codes.PERSON_REPEATED),
        (outside_life, codes.INCEPTION_OUTSIDE_LIFE),
        (weighed != codes.TREATMENT_SUCCESSFUL, weighed),
        (replaced.old_ssin.is_not(None), codes.SSIN_REPLACED),
        else_=codes.TREATMENT_SUCCESSFUL,
    )
