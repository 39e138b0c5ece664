"""Mutations of identification data: what was accepted is kept for ever, and the mirror follows it. Never one by one."""

from datetime import date
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Date,
    Subquery,
    Text,
    and_,
    case,
    cast,
    column,
    false,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by

from raas_batch.codes import SSIN_REPLACED, TREATMENT_SUCCESSFUL, UPDATED_IN_PART
from raas_batch.data_groups import DATA_GROUPS, KEPT_TOGETHER
from raas_batch.store.judged import is_ok, judged
from raas_batch.store.tables import mutation_event, person, staged_mutation, staged_person

ACCEPTED = (TREATMENT_SUCCESSFUL, SSIN_REPLACED, UPDATED_IN_PART)
"""The codes of mutations that change something: an event that was known already does not."""

_sent, _refreshed = staged_mutation.c, staged_person.c
_NAMES = ["event_id", "event_date", "ssin", "correction", "data_groups", "file_id"]
_NOTHING = cast(literal("{}"), JSONB)
_FOLDED = "folded"
_COLUMNS = {
    "name": {"lastName": "last_name", "firstName": "first_names"},
    "birth": {"birthDate": "birth_date"},
    "gender": {"gender": "gender"},
    "decease": {"deceaseDate": "decease_date"},
    _FOLDED: {"lastName": "folded_last_name", "firstName": "folded_first_names"},
}
"""Where the mirror keeps the elements of the groups that have columns of their own."""

_Value = ColumnElement[Any]
_last_ssin = func.coalesce(judged.c.replaced_by, _sent.ssin)


def record(connection: Connection, file_id: int) -> None:
    """Keep the accepted mutations of the file, in file order, each with the number it is applied to.

    Those of an organisation have no event id: the authentic source alone gives them.
    """
    columns = (
        func.nullif(_sent.event_id, ""),
        _sent.event_date,
        _last_ssin,
        _sent.correction,
        _sent.data_groups,
        _sent.file_id,
    )
    rows = select(*columns).where(_accepted(file_id)).order_by(_sent.position)
    connection.execute(insert(mutation_event).from_select(_NAMES, rows))


def record_refresh(connection: Connection, file_id: int, day: date) -> None:
    """Keep what a population file will change in persons that the mirror has, in file order, before it does."""
    kept = and_(_refreshed.file_id == file_id, _refreshed.position == judged.c.position, is_ok)
    differs = {group: _differs(group) for group in DATA_GROUPS}
    changed = reduce(
        add,
        (case((differs[group], func.jsonb_build_object(group, _refreshed_value(group))), else_=_NOTHING)
         for group in DATA_GROUPS),
    )  # fmt: skip
    columns = null(), literal(day, Date), _refreshed.ssin, false(), changed, _refreshed.file_id
    rows = select(*columns).join_from(staged_person, person, person.c.ssin == _refreshed.ssin)
    rows = rows.where(kept, or_(*differs.values())).order_by(_refreshed.position)
    connection.execute(insert(mutation_event).from_select(_NAMES, rows))


def follow(connection: Connection, file_id: int) -> None:
    """Let the mirror say what the accepted mutations of the file say, of each data group the last."""
    said = _last_said(file_id)
    values: dict[str, _Value] = {
        name: case((said.c.groups.has_key(group), element(said.c.groups, group, part)), else_=person.c[name])
        for group, parts in _COLUMNS.items()
        for part, name in parts.items()
    }
    values |= {"data_groups": together(person.c.data_groups + said.c.groups), "file_id": literal(file_id)}
    connection.execute(update(person).where(person.c.ssin == said.c.ssin).values(values))


def _accepted(file_id: int) -> ColumnElement[bool]:
    return and_(_sent.file_id == file_id, _sent.position == judged.c.position, judged.c.code.in_(ACCEPTED))


def _last_said(file_id: int) -> Subquery:
    """(ssin, groups): every data group that the file names of a person, as it names it last, and the name folded."""
    folded = func.jsonb_build_object("lastName", _sent.folded_last_name, "firstName", _sent.folded_first_names)
    with_name = case((_sent.folded_last_name.is_not(None), func.jsonb_build_object(_FOLDED, folded)), else_=_NOTHING)
    each = func.jsonb_each(_sent.data_groups + with_name).table_valued("key", "value", name="each")
    last = func.jsonb_object_agg(each.c.key, aggregate_order_by(each.c.value, _sent.position), type_=JSONB)
    return (
        select(_last_ssin.label("ssin"), last.label("groups"))
        .select_from(staged_mutation.join(judged, _sent.position == judged.c.position).join(each, true()))
        .where(_accepted(file_id))
        .group_by(_last_ssin)
        .subquery("said")
    )


def element(groups: _Value, group: str, part: str) -> _Value:
    """An element of a group, as its column holds it."""
    value = groups[(group, part)]
    if part == "firstName":
        names = func.jsonb_array_elements_text(value).column_valued("each")
        return func.array(select(names).scalar_subquery(), type_=ARRAY(Text))
    text: _Value = value.astext
    return text


def together(groups: _Value) -> _Value:
    """Of these groups those that are kept together and hold anything."""
    each = func.jsonb_each(groups).table_valued("key", column("value", JSONB), name="each")
    held = select(func.jsonb_object_agg(each.c.key, each.c.value))
    held = held.where(each.c.key.in_(KEPT_TOGETHER), each.c.value != _NOTHING)
    return func.coalesce(held.scalar_subquery(), _NOTHING)


def _differs(group: str) -> ColumnElement[bool]:
    """Whether the person of the file and that of the mirror are not the same in this group."""
    if group in KEPT_TOGETHER:
        return _refreshed.data_groups[group].is_distinct_from(person.c.data_groups[group])
    return or_(*(_refreshed[name].is_distinct_from(person.c[name]) for name in _COLUMNS[group].values()))


def _refreshed_value(group: str) -> _Value:
    if group in KEPT_TOGETHER:
        return func.coalesce(_refreshed.data_groups[group], _NOTHING)
    pairs = [part for element, name in _COLUMNS[group].items() for part in (element, _refreshed[name])]
    return func.jsonb_strip_nulls(func.jsonb_build_object(*pairs))
