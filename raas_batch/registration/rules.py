"""The rules on a record that need the register, the mirror or the rest of the file: one condition each, in SQL.

They are judged in the order in which they stand here, the first that is broken gives the code; what a record shows
by itself was judged when it was read. One statement judges the whole file, and keeps what is not plainly OK.
"""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, Row, Select, all_, and_, case, func, not_, or_, select
from sqlalchemy.dialects.postgresql import array

from raas_batch import codes
from raas_batch.store import events, judged
from raas_batch.store.organisations import is_own_type
from raas_batch.store.staging import is_repeated
from raas_batch.store.tables import dossier_type, person, replacement, staged_record

Condition = ColumnElement[bool]
record, known, kind, replaced = staged_record.c, person.c, dossier_type.c, replacement.c
_canceled = events.canceled().subquery("canceled")
"""Joined and not looked for: what is asked per record only one process of the database can answer."""


class Rule(NamedTuple):
    """A code and the condition under which a record gets it."""

    code: str
    broken: Condition


def judge(connection: Connection, row: Row[Any]) -> None:
    """Make the table ``judged``, of the records that are not plainly OK."""
    every = verdicts(row.id, row.sender, is_repeated(connection, staged_record, row)).subquery()
    judged.create(connection, select(every).where(every.c.code.is_distinct_from(codes.TREATMENT_SUCCESSFUL)))


def verdicts(file_id: int, organisation: str, repeated: ColumnElement[bool]) -> Select[Any]:
    """Every record of the file with its code and, where there is one, the last SSIN that replaced its own."""
    last_ssin = func.coalesce(replaced.last_ssin, record.ssin)
    rules = [
        Rule(codes.RECORD_ID_USED, repeated),
        Rule(codes.SSIN_UNKNOWN, known.ssin.is_(None)),
        Rule(codes.SSIN_CANCELED, or_(known.canceled, _canceled.c.ssin.is_not(None))),
        Rule(codes.DOSSIER_TYPE_UNDEFINED, kind.id.is_(None)),
        Rule(codes.DOSSIER_TYPE_OUTSIDE_PERIOD, _outside_validity()),
        Rule(codes.LAST_NAME_DIFFERS, record.last_name != known.folded_last_name),
        Rule(codes.FIRST_NAME_DIFFERS, _first_name_differs()),
        Rule(codes.BIRTH_DATE_DIFFERS, _birth_date_differs()),
        Rule(codes.GENDER_DIFFERS, record.gender != known.gender),
        Rule(codes.SSIN_REPLACED, replaced.old_ssin.is_not(None)),
    ]
    code = case(
        (record.defect.is_not(None), record.defect),
        *((rule.broken, rule.code) for rule in rules),
        else_=codes.TREATMENT_SUCCESSFUL,
    )
    columns = record.position, code.label("code"), replaced.last_ssin.label("replaced_by")
    return select(*columns).select_from(_beside(last_ssin, organisation)).where(record.file_id == file_id)


def _beside(last_ssin: ColumnElement[Any], organisation: str) -> FromClause:
    """Each record beside what is known of its SSIN (its last one) and its dossier type."""
    return (
        staged_record.outerjoin(replacement, replaced.old_ssin == record.ssin)
        .outerjoin(person, known.ssin == last_ssin)
        .outerjoin(_canceled, _canceled.c.ssin == last_ssin)
        .outerjoin(dossier_type, is_own_type(organisation, record.dossier_type))
    )


def _outside_validity() -> Condition:
    """A record without period asks for no day in particular, so its dossier type need only be defined."""
    return and_(
        or_(record.start < kind.start, record.stop > kind.stop),
        not_(and_(not_(record.registers), record.start == func.make_date(1, 1, 1))),
    )


def _first_name_differs() -> Condition:
    """The given name is neither the person's first one, nor the first ones together.

    Asked only where one is given, as few records do: what it is compared with costs more than all else together.
    """
    first = known.folded_first_names
    together = [func.array_to_string(first[1:count], " ") for count in (1, 2, 3)]
    return and_(record.first_name.is_not(None), record.first_name != all_(array(together)))


def _birth_date_differs() -> Condition:
    return and_(record.birth_date.is_not(None), not_(_dates_agree(record.birth_date, known.birth_date)))


def _dates_agree(one: ColumnElement[Any], other: ColumnElement[Any]) -> Condition:
    """``dates.agree`` in SQL: parts that both dates state are equal; 00 states nothing."""

    def agree(first: int, length: int) -> Condition:
        a, b = func.substr(one, first, length), func.substr(other, first, length)
        return or_(a == b, a == "00", b == "00")

    return and_(agree(1, 4), agree(6, 2), agree(9, 2))
