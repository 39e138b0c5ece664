"""The verdicts on a file's records, in file order, as its answer tells them.

What is staged has its file and position for a key, so some thousand records at a time come out in order, unsorted. Of
the verdicts only those come that are not plainly OK, in one pass, and take their places here.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import BigInteger, Connection, Row, Select, Table, and_, case, func, or_, select, type_coerce

from raas_batch.codes import TREATMENT_SUCCESSFUL
from raas_batch.store import columns, texts
from raas_batch.store.judged import is_ok, judged, warned
from raas_batch.store.types import ssin_texts


class Verdicts(NamedTuple):
    """Of some records, one after the other: recordIds, codes, and the last SSIN of those applied to another than sent.

    ``applied_to`` is by the record's place among these.
    """

    record_ids: list[str]
    codes: list[str]
    applied_to: dict[int, str]


def of_file(connection: Connection, staged: Table, row: Row[Any], together: int) -> Iterator[Verdicts]:
    """All records of the file that are staged there, in order of position, at most so many ``together``."""
    told = columns.groups(connection, _told(together), ("i4", "U8", "i8"), by="part")
    some = next(told, None)
    for first in range(0, row.record_count, together):
        record_ids = texts.split(connection.scalar(_record_ids(staged, row.id, range(first, first + together))))
        if some is None or some["position"][0] >= first + together:
            yield Verdicts(record_ids, [TREATMENT_SUCCESSFUL] * len(record_ids), {})
        else:
            yield _placed(record_ids, some, first)
            some = next(told, None)
    assert some is None, "a verdict is on a record that the file does not have"


def _record_ids(staged: Table, file_id: int, within: range) -> Select[Any]:
    """Those of the records at these positions, joined."""
    record = staged.c
    mine = record.file_id == file_id, record.position >= within.start, record.position < within.stop
    return select(texts.joined(record.record_id, record.position)).where(*mine)


def _told(together: int) -> Select[Any]:
    """Position, code and the last SSIN, or 0, of the records that are not plainly OK, and with which they come.

    A verdict that lost its code stays without, also where a warning stands beside it: reading it raises.
    """
    position = func.coalesce(judged.c.position, warned.c.position)
    is_lost = and_(judged.c.position.is_not(None), judged.c.code.is_(None))
    code = case((is_lost, None), else_=func.coalesce(warned.c.code, judged.c.code))
    applied_to = case((is_ok, func.coalesce(type_coerce(judged.c.replaced_by, BigInteger), 0)), else_=0)
    return (
        select(
            position.label("position"), code.label("code"), applied_to.label("applied_to"),
            (position // together).label("part"),
        )
        .select_from(judged.outerjoin(warned, warned.c.position == judged.c.position, full=True))
        .where(or_(code.is_distinct_from(TREATMENT_SUCCESSFUL), applied_to != 0))
    )  # fmt: skip


def _placed(record_ids: list[str], told: columns.Columns, first: int) -> Verdicts:
    """These records with the codes and SSINs that are told, each at its place."""
    codes = np.full(len(record_ids), TREATMENT_SUCCESSFUL, dtype=object)
    places, has_other = told["position"] - first, told["applied_to"] != 0
    codes[places] = told["code"]
    others = ssin_texts(told["applied_to"][has_other])
    return Verdicts(record_ids, codes.tolist(), dict(zip(places[has_other].tolist(), others, strict=True)))
