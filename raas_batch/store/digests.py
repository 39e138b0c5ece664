"""Keeps a digest of each dossier type's lines up to date: what came and went in a transaction is noted, then entered.

A row of ``line_digest`` says how the lines stood after a number of the operation log, and stays: so the digest at any
number can be told later, however much the register has moved on. What it costs grows with the lines that change.
"""

from collections.abc import Iterator
from functools import reduce
from hashlib import sha256
from itertools import groupby
from operator import attrgetter
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    Row,
    Select,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    text,
    true,
)

from raas_batch.digests import Digest, Digests
from raas_batch.store.days import first_days, last_days
from raas_batch.store.tables import daily_file, dossier_type, line_digest, notice, subscription
from raas_batch.store.types import ssin_texts

_noted = Table(
    "line_digest_change",
    MetaData(),
    Column("dossier_type", Integer),
    Column("lines", Integer),
    Column("sha256", Text),
)
_SHAPE = ", ".join(f"{column.name} {column.type}" for column in _noted.columns)
_known = line_digest.c
_TOGETHER = 20_000
"""Lines of which texts and hashes are in memory at a time."""


def of_columns(
    kind: npt.NDArray[Any], ssin: npt.NDArray[Any], start: npt.NDArray[Any], stop: npt.NDArray[Any]
) -> dict[int, Digest]:
    """The digest of lines by the number of their dossier type; days as ordinals, ``stop`` not included."""
    order = np.argsort(kind, kind="stable")
    found: dict[int, Digest] = {}
    for first in range(0, len(order), _TOGETHER):
        part = order[first : first + _TOGETHER]
        hashes = _hashes(ssin[part], start[part], stop[part])
        kinds, begins, counts = np.unique(kind[part], return_index=True, return_counts=True)
        values = np.bitwise_xor.reduceat(hashes, begins)
        for each, count, value in zip(kinds.tolist(), counts.tolist(), values, strict=True):
            found[each] = found.get(each, Digest()).with_(Digest(count, int.from_bytes(value.tobytes(), "big")))
    return found


def note(connection: Connection, gone: dict[int, Digest], come: dict[int, Digest]) -> None:
    """Note which lines went and came, to be entered once the transaction knows its number."""
    _make_temporary(connection)
    rows = []
    for kind in sorted(gone.keys() | come.keys()):
        change = Digest().without(gone.get(kind, Digest())).with_(come.get(kind, Digest()))
        rows.append({"dossier_type": kind, "lines": change.lines, "sha256": str(change)})
    if rows:
        connection.execute(insert(_noted), rows)


def enter(connection: Connection, log_number: int) -> None:
    """Enter what was noted, as the state after this number: that of the last change of the transaction."""
    _make_temporary(connection)
    rows = connection.execute(select(_noted).order_by(_noted.c.dossier_type)).all()
    connection.execute(delete(_noted))
    for kind, changes in groupby(rows, key=attrgetter("dossier_type")):
        before = _as_digest(connection.execute(_last(kind)).one_or_none())
        after = reduce(Digest.with_, map(_as_digest, changes), before)
        if after != before:
            values = {"lines": after.lines, "sha256": str(after), "log_number": log_number, "dossier_type": kind}
            connection.execute(insert(line_digest).values(values))


def at(connection: Connection, covered: Row[Any], upto: int) -> Digests:
    """How the lines stood that a subscription covers, after the number up to which its file of a day tells.

    Of a subscription that renews this one, a later file tells: its notices are not passed over.
    """
    number = min([upto, *(first - 1 for first in _told_later(connection, covered))])
    kinds = covered.dossier_types
    of_kinds = true() if kinds is None else dossier_type.c.id.in_(kinds)
    rows = connection.execute(_states(covered.organisation, number).where(of_kinds))
    return Digests(number, tuple(sorted((row.code, _as_digest(row)) for row in rows)))


def held(connection: Connection, organisation: str) -> dict[int, Digest]:
    """The digests that stand now, by the number of the dossier type."""
    return {row.id: _as_digest(row) for row in connection.execute(_states(organisation, None))}


def _told_later(connection: Connection, covered: Row[Any]) -> Iterator[int]:
    """The number of the first notice of each subscription that goes on where this one ends."""
    other, told = subscription.c, daily_file.c
    upto = select(func.coalesce(func.max(told.upto), 0)).where(told.subscription_id == other.id).scalar_subquery()
    statement = (
        select(func.min(notice.c.number))
        .join(subscription, other.id == notice.c.subscription_id)
        .where(other.organisation == covered.organisation, other.service == covered.service)
        .where(other.start >= covered.stop, notice.c.number > upto)
        .group_by(other.id)
    )
    return iter(connection.scalars(statement))


def _states(organisation: str, upto: int | None) -> Select[Any]:
    """(id, code, lines, sha256) of every dossier type, after a number or now; nothing where no line ever was."""
    by_then = true() if upto is None else _known.log_number <= upto
    latest = select(_known.lines, _known.sha256).where(_known.dossier_type == dossier_type.c.id, by_then)
    last = latest.order_by(_known.log_number.desc()).limit(1).lateral("last")
    wanted = dossier_type.c.id, dossier_type.c.code, last.c.lines, last.c.sha256
    beside = dossier_type.outerjoin(last, true())
    return select(*wanted).select_from(beside).where(dossier_type.c.organisation == organisation)


def _hashes(ssin: npt.NDArray[Any], start: npt.NDArray[Any], stop: npt.NDArray[Any]) -> npt.NDArray[np.uint64]:
    """The SHA-256 of each line, as four numbers of 64 bits in the order of its bytes."""
    rows = zip(ssin_texts(ssin), first_days(start), last_days(stop), strict=True)
    texts = "\n".join(map(";".join, rows)).encode().split(b"\n") if len(ssin) else []  # as ``digests.text`` writes it
    joined = b"".join([sha256(each).digest() for each in texts])
    return np.frombuffer(joined, dtype=np.uint64).reshape(-1, 4)


def _last(kind: int) -> Select[Any]:
    statement = select(_known.lines, _known.sha256).where(_known.dossier_type == kind)
    return statement.order_by(_known.log_number.desc()).limit(1)


def _as_digest(row: Any) -> Digest:
    return Digest() if row is None or row.sha256 is None else Digest.read(row.lines, row.sha256)


def _make_temporary(connection: Connection) -> None:
    connection.execute(text(f"create temporary table if not exists line_digest_change ({_SHAPE}) on commit drop"))
