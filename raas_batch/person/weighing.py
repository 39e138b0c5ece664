"""Weighs the data groups of updates against what we hold: a verdict per group, all updates of a file in one pass."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    Row,
    Select,
    Subquery,
    Table,
    Text,
    case,
    func,
    insert,
    literal,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB

from raas_batch import codes, dates
from raas_batch.data_groups import DATA_GROUPS
from raas_batch.person import groups
from raas_batch.person.reader import UPDATE
from raas_batch.store import mutations, temporary
from raas_batch.store.judged import is_ok, judged
from raas_batch.store.staging import stage
from raas_batch.store.tables import cbss_number, mutation_event, person, replacement, staged_mutation, staged_request

weighed = Table("weighed", MetaData(), Column("position", Integer), Column("data_group", Text), Column("code", Text))
"""The verdict on each data group of each update of the file that is applied. Temporary."""

_TOGETHER = 10_000
_sent = staged_request.c
_last_ssin = func.coalesce(replacement.c.last_ssin, _sent.ssin)


def weigh(connection: Connection, file_id: int, covered: set[str]) -> None:
    """Make the table ``weighed``; groups that the legal basis does not cover are not compared."""
    temporary.make_empty(connection, weighed)
    held = connection.execute(_held(file_id).execution_options(yield_per=_TOGETHER))
    for rows in held.partitions():  # nothing can be read while a COPY runs
        stage(connection, weighed, (verdict for row in rows for verdict in _verdicts(row, covered)))
    temporary.analyze(connection, weighed.name)


def of_record() -> Subquery:
    """(position, code): what the verdicts on its groups make of an update."""
    taken = func.count().filter(weighed.c.code == codes.TREATMENT_SUCCESSFUL)
    held = func.count().filter(weighed.c.code == codes.GROUP_HELD_ALREADY)
    code = case(
        (taken == func.count(), codes.TREATMENT_SUCCESSFUL),
        (held == func.count(), codes.GROUP_HELD_ALREADY),
        (taken + held == func.count(), codes.TREATMENT_SUCCESSFUL),
        (taken > 0, codes.UPDATED_IN_PART),
        else_=codes.NOTHING_UPDATED,
    )
    return select(weighed.c.position, code.label("code")).group_by(weighed.c.position).subquery("weighing")


def carry_out(connection: Connection, file_id: int) -> None:
    """Let the groups that were taken become mutations, and the mirror follow them."""
    group = weighed.c.data_group
    of_group = func.jsonb_object_agg(group, _sent.asked[group], type_=JSONB)
    has_name = func.bool_or(group == "name")
    names = (case((has_name, name)) for name in (_sent.last_name, _sent.first_names))
    event_id, ssin = literal(""), _sent.ssin
    taken = (
        select(
            _sent.file_id, _sent.position, _sent.record_id, event_id, _sent.event_date, ssin, literal(False), of_group
        )
        .add_columns(*names)
        .join(weighed, weighed.c.position == _sent.position)
        .join(judged, judged.c.position == _sent.position)
        .where(_sent.file_id == file_id, is_ok, weighed.c.code == codes.TREATMENT_SUCCESSFUL)
        .group_by(_sent.file_id, _sent.position)
    )
    columns = [column.name for column in staged_mutation.columns if column.name != "defect"]
    connection.execute(insert(staged_mutation).from_select(columns, taken))
    mutations.record(connection, file_id)
    mutations.follow(connection, file_id)


def _held(file_id: int) -> Select[Any]:
    """The updates that are in order by themselves, with the person as we hold it and since when."""
    since = _since(file_id)
    return (
        select(_sent.position, _sent.event_date, _sent.asked, _sent.defects, person, since.c.since)
        .outerjoin_from(staged_request, replacement, replacement.c.old_ssin == _sent.ssin)
        .join(person, person.c.ssin == _last_ssin)
        .outerjoin(since, since.c.ssin == _last_ssin)
        .where(_sent.file_id == file_id, _sent.kind == UPDATE, _sent.defect.is_(None))
    )


def _since(file_id: int) -> Subquery:
    """(ssin, since): per data group the day of the last change we know of, or on which the number was created."""
    of_file = (
        select(_last_ssin.label("ssin"))
        .outerjoin_from(staged_request, replacement, replacement.c.old_ssin == _sent.ssin)
        .where(_sent.file_id == file_id, _sent.kind == UPDATE)
        .distinct()
        .subquery("of_file")
    )
    sources = (
        (mutation_event.c.ssin, mutation_event.c.event_date, mutation_event.c.data_groups),
        (cbss_number.c.ssin, cbss_number.c.day, cbss_number.c.asked),
    )
    known = []
    for ssin, day, told in sources:
        key = func.jsonb_object_keys(told).table_valued("key", name="key").render_derived()
        known.append(
            select(ssin.label("ssin"), key.c.key, day.label("day"))
            .join(of_file, of_file.c.ssin == ssin)
            .join(key, true())
        )
    each = union_all(*known).subquery("each")
    last = (
        select(each.c.ssin, each.c.key, func.max(each.c.day).label("day"))
        .group_by(each.c.ssin, each.c.key)
        .subquery("last")
    )
    days = func.jsonb_object_agg(last.c.key, last.c.day, type_=JSONB)
    return select(last.c.ssin, days.label("since")).group_by(last.c.ssin).subquery("since")


def _verdicts(row: Row[Any], covered: set[str]) -> Iterator[tuple[int, str, str]]:
    """A verdict per group; a decease before the birth, as both would then stand, is not taken."""
    codes_of = dict(_each_by_itself(row, covered))
    taken = [group for group, code in codes_of.items() if code == codes.TREATMENT_SUCCESSFUL]
    then = {**held_groups(row), **{group: row.asked[group] for group in taken}}
    born, died = then["birth"]["birthDate"], then.get("decease", {}).get("deceaseDate")
    if died is not None and dates.is_before(died, born):
        codes_of |= {group: codes.DECEASE_BEFORE_BIRTH for group in ("birth", "decease") if group in taken}
    return ((row.position, group, code) for group, code in codes_of.items())


def _each_by_itself(row: Row[Any], covered: set[str]) -> Iterator[tuple[str, str]]:
    held, since = held_groups(row), row.since or {}
    for group in (group for group in DATA_GROUPS if group in row.asked):
        if group not in covered:
            code = codes.GROUP_NOT_COVERED
        elif group in row.defects:
            code = row.defects[group]
        elif group == "birth" and dates.is_before(row.birth_date, groups.FIRST_BIRTH):
            code = codes.BIRTH_DATE_TOO_EARLY
        else:
            known_since = date.fromisoformat(since[group]) if group in since else None
            code = groups.verdict(row.asked[group], held.get(group, {}), row.event_date, known_since)
        yield group, code


def held_groups(row: Row[Any]) -> dict[str, Any]:
    """The data groups that the mirror knows of a person."""
    known = {
        "name": {"lastName": row.last_name, "firstName": row.first_names},
        "birth": {"birthDate": row.birth_date},
        "gender": {"gender": row.gender} if row.gender else None,
        "decease": {"deceaseDate": row.decease_date} if row.decease_date else None,
        **row.data_groups,
    }
    return {group: known[group] for group in DATA_GROUPS if known.get(group)}
