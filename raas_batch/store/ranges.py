"""Ranges of SSINs: work on the whole register goes range by range, so that memory is that of one."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, and_, func, literal, select, type_coerce
from sqlalchemy.dialects.postgresql import ARRAY

from raas_batch.store.types import SSIN

LOWEST = "0" * 11


class Range(NamedTuple):
    """SSINs from the first one on, up to but without the last one; to no end when there is none."""

    first: str
    last: str | None

    def holds(self, ssin: ColumnElement[Any]) -> ColumnElement[bool]:
        """The condition that an SSIN lies in the range."""
        first = ssin >= literal(self.first, SSIN)
        return first if self.last is None else and_(first, ssin < literal(self.last, SSIN))


def place(parts: Sequence[Range], ssin: ColumnElement[Any]) -> ColumnElement[int]:
    """Which of these ranges, that follow one upon the other, holds the SSIN: counted from 1."""
    firsts = literal([int(part.first) for part in parts], ARRAY(BigInteger))
    return func.width_bucket(type_coerce(ssin, BigInteger), firsts)


def ranges(connection: Connection, ssins: Select[Any], most: int) -> list[Range]:
    """Ranges that hold about so many of the SSINs each, one SSIN in one of them, and together hold all."""
    counted = ssins.subquery()
    place = func.row_number().over(order_by=counted.c.ssin) - 1
    placed = select(counted.c.ssin, place.label("place")).subquery()
    firsts = connection.scalars(select(placed.c.ssin).where(placed.c.place % most == 0))
    bounds: list[str] = [LOWEST, *sorted(set(firsts))[1:]]
    return [Range(first, last) for first, last in zip(bounds, [*bounds[1:], None], strict=True)]
