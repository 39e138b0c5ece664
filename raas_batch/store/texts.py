"""Rows as texts, many in one value: what is only written down again costs the client ten times less so."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, Select, Text, cast, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from raas_batch.store.types import Digits

_BETWEEN = "\x1f"
"""Stands in no text that XML can hold."""


def stream(
    connection: Connection, query: Select[Any], told: Sequence[str], by: str, together: int = 1000
) -> Iterator[list[list[str]]]:
    """The columns ``told`` of a query as texts, some rows at a time; what is null is empty.

    In the order of ``by``, an integer column in which no value comes twice: rows whose values are within the same
    ``together`` numbers come together.
    """
    rows = query.subquery("rows").c
    values = func.string_agg(_line(rows, told), aggregate_order_by(literal(_BETWEEN), rows[by]))
    yield from _split(connection, values, rows[by] // together, len(told))


def ordered(
    connection: Connection, query: Select[Any], told: Sequence[str], by: str, together: int = 1000
) -> Iterator[list[list[str]]]:
    """Like ``stream``, of rows that lie almost in order: some at a time are put in order here, so nothing is sorted."""
    rows = query.subquery("rows").c
    values = func.string_agg(_line(rows, (by, *told)), literal(_BETWEEN))
    for numbers, *texts in _split(connection, values, rows[by] // together, 1 + len(told)):
        order = np.argsort(np.array(numbers, dtype=np.int64), kind="stable").tolist()
        yield [[column[place] for place in order] for column in texts]


def _line(rows: Any, told: Sequence[str]) -> ColumnElement[str]:
    return func.concat_ws(literal(_BETWEEN), *(_text(rows[name]) for name in told))


def _split(
    connection: Connection, values: ColumnElement[str], part: ColumnElement[int], width: int
) -> Iterator[list[list[str]]]:
    parts = select(values).group_by(part).order_by(part)
    for (found,) in connection.execute(parts, execution_options={"yield_per": 2}):
        split = found.split(_BETWEEN)
        yield [split[place::width] for place in range(width)]


def _text(column: ColumnElement[Any]) -> ColumnElement[str]:
    text: ColumnElement[str] = cast(column, Text)
    if isinstance(column.type, Digits):
        text = func.lpad(text, column.type.length, "0")
    return func.coalesce(text, "")
