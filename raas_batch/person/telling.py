"""What an answer tells of persons: candidates, new numbers, verdicts on groups; and what the ledger keeps of it.

Only data groups that the legal basis covers are told; those that are known beside them are named, as withheld.
"""

from collections.abc import Iterator
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, array

from raas_batch import codes
from raas_batch.codes import CODES, Severity
from raas_batch.data_groups import DATA_GROUPS, KEPT_TOGETHER, as_xml
from raas_batch.intake.flow import Disclosure
from raas_batch.person.sought import found
from raas_batch.person.weighing import held_groups, weighed
from raas_batch.store import entitled, ledger
from raas_batch.store.cbss_numbers import created
from raas_batch.store.judged import is_ok, judged
from raas_batch.store.tables import person, staged_request
from raas_batch.xml.writer import element

Told = Iterator[tuple[int, str]]

_TELLS_PERSONS = (codes.TREATMENT_SUCCESSFUL, codes.TOO_MANY_FOUND, codes.LIKELY_DUPLICATE)
_TELLS_GROUPS = (
    codes.TREATMENT_SUCCESSFUL, codes.SSIN_REPLACED, codes.UPDATED_IN_PART, codes.NOTHING_UPDATED,
    codes.GROUP_HELD_ALREADY,
)  # fmt: skip
_sent = staged_request.c


def told(connection: Connection, row: Row[Any]) -> Told:
    """(position, XML) in order of position, streamed."""
    allowed = entitled.read(connection)
    covered = frozenset(() if allowed is None else allowed.data_groups)
    streams = _candidates(connection, row.id, covered), _created(connection, row.id), _updated(connection)
    return merge(*streams, key=itemgetter(0))


def disclosed(connection: Connection, row: Row[Any]) -> Disclosure:
    """The persons of whom the answer tells, as the ledger keeps them; none without a legal basis."""
    allowed = entitled.read(connection)
    covered = [] if allowed is None else allowed.data_groups
    candidates = _told_persons(row.id).with_only_columns(
        found.c.position, found.c.place, found.c.ssin, _groups_told(covered).label("told")
    )
    new = select(created.c.position, literal(1), created.c.ssin, array([literal("ssin")]))
    each = union_all(candidates, new).subquery("each")
    place = func.row_number().over(order_by=[each.c[0], each.c[1]]) - 1
    items = select(place.label("position"), each.c.ssin, each.c.told)
    return Disclosure(ledger.NO_LEGAL_BASIS if allowed is None else allowed.legal_basis, items)


def candidate(row: Row[Any], covered: frozenset[str]) -> str:
    """One person who agrees, as far as may be told."""
    held = held_groups(row)
    withheld = "".join(element("dataGroup", group) for group in held if group not in covered)
    return (
        f"<candidate>{element('ssin', row.ssin)}{element('score', row.score)}{element('register', row.register)}"
        f"{''.join(as_xml(group, value) for group, value in held.items() if group in covered)}"
        f"{f'<withheld>{withheld}</withheld>' if withheld else ''}</candidate>"
    )


def _candidates(connection: Connection, file_id: int, covered: frozenset[str]) -> Told:
    rows = connection.execute(
        _told_persons(file_id).order_by(found.c.position, found.c.place).execution_options(yield_per=1000)
    )
    for position, persons in groupby(rows, key=lambda row: int(row.position)):
        yield position, f"<candidates>{''.join(candidate(row, covered) for row in persons)}</candidates>"


def _created(connection: Connection, file_id: int) -> Told:
    own = and_(_sent.file_id == file_id, _sent.kind == "create", judged.c.position == _sent.position, is_ok)
    numbers = (
        select(_sent.position, created.c.ssin)
        .select_from(staged_request.join(judged, own))
        .outerjoin(created, created.c.position == _sent.position)
    )
    for row in connection.execute(numbers.order_by(_sent.position).execution_options(yield_per=1000)):
        yield row.position, f"<created>{element('ssin', row.ssin)}</created>"


def _updated(connection: Connection) -> Told:
    in_order = case({group: place for place, group in enumerate(DATA_GROUPS)}, value=weighed.c.data_group)
    rows = connection.execute(
        select(weighed)
        .join(judged, and_(judged.c.position == weighed.c.position, judged.c.code.in_(_TELLS_GROUPS)))
        .order_by(weighed.c.position, in_order)
        .execution_options(yield_per=1000)
    )
    for position, groups in groupby(rows, key=lambda row: int(row.position)):
        yield position, f"<updated>{''.join(map(_verdict, groups))}</updated>"


def _verdict(row: Row[Any]) -> str:
    status = "NOK" if CODES[row.code].severity is Severity.FATAL else "OK"
    return (
        f"<group>{element('dataGroup', row.data_group)}{element('status', status)}{element('code', row.code)}</group>"
    )


def _told_persons(file_id: int) -> Select[Any]:
    """The persons of whom something is told, of each record as many as it may be told of."""
    own = and_(_sent.file_id == file_id, _sent.position == found.c.position, found.c.place <= _sent.maximum)
    of_record = and_(judged.c.position == found.c.position, judged.c.code.in_(_TELLS_PERSONS))
    return (
        select(found.c.position, found.c.place, found.c.score, person)
        .select_from(found)
        .join(staged_request, own)
        .join(judged, of_record)
        .join(person, person.c.ssin == found.c.ssin)
    )


def _groups_told(covered: list[str]) -> ColumnElement[Any]:
    """``ssin``, and which of the covered data groups are known of the person."""
    p = person.c
    is_known: dict[str, ColumnElement[bool]] = {
        "gender": p.gender.is_not(None),
        "decease": p.decease_date.is_not(None),
        **{group: p.data_groups.has_key(group) for group in KEPT_TOGETHER},
    }
    told_groups = [case((is_known.get(group, true()), group)) for group in covered]
    return func.array_remove(cast(array([literal("ssin"), *told_groups]), ARRAY(Text)), None)
