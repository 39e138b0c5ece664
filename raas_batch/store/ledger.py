"""The disclosure ledger: what left, about whom, to whom, on which legal basis, in which file. It is only added to.

An entry per file that left and an item per person told of in it. The hash of an entry covers its own facts, a digest
of its items and the hash of the entry before it, so nothing can be changed, left out or put in between unnoticed; the
database refuses to change it at all. The digest of the items is taken by the database, 10,000 items at a time.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Text,
    and_,
    cast,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from raas_batch.data_groups import DATA_GROUPS
from raas_batch.progress import step
from raas_batch.store import chains, locks
from raas_batch.store.tables import file, ledger_entry, ledger_item, sent_file

FIRST = "0" * 64
"""What stands for the hash before the first entry."""
DISCLOSING = ("NRP", "NMU", "NNE", "BAS")
"""Flows whose files tell an organisation of persons because of a subscription."""
ASKING = ("PER",)
"""Flows whose answers (RSP) do: who asks needs a legal basis. One that tells of nobody is written down too."""
NO_LEGAL_BASIS = "NONE"
"""What stands for the legal basis of an answer that tells of nobody, because there is none."""
_TOGETHER = 10_000
_FACTS = (
    "number", "moment", "receiver", "file_name", "sha256", "legal_basis", "item_count", "items_sha256", "previous_hash"
)  # fmt: skip
_NO_ITEMS = (0, hashlib.sha256().hexdigest())
_entry, _item = ledger_entry.c, ledger_item.c


class Verified(NamedTuple):
    """How many entries and items there are, the last hash, and a sentence for everything that is not true."""

    entries: int
    items: int
    head: str
    wrong: list[str]


def append(connection: Connection, sent: dict[str, Any], legal_basis: str, items: Select[Any]) -> int:
    """Write down a file that is about to leave; ``items`` selects (position from 0, ssin, what is told). How many.

    ``sent`` is its row of ``sent_file``, id included. Others who append wait until our transaction ends.
    """
    locks.ledger(connection)
    last = connection.execute(select(_entry.number, _entry.hash).order_by(_entry.number.desc()).limit(1)).one_or_none()
    number = 1 if last is None else last.number + 1
    rows = items.subquery()
    of_entry = select(literal(number), *rows.c).order_by(rows.c[0])
    connection.execute(insert(ledger_item).from_select(["entry", "position", "ssin", "told"], of_entry))
    _, count, digest = next(iter(list(_digests(connection, number))), (number, *_NO_ITEMS))
    facts = {
        "number": number,
        "moment": sent["written_at"],
        "receiver": sent["receiver"],
        "file_name": sent["name"],
        "sha256": sent["sha256"],
        "legal_basis": legal_basis,
        "item_count": count,
        "items_sha256": digest,
        "previous_hash": FIRST if last is None else last.hash,
    }
    connection.execute(insert(ledger_entry).values(**facts, sent_file_id=sent["id"], hash=_hash(facts)))
    return count


def verify(connection: Connection) -> Verified:
    """Recompute every hash, and see that every file that left is in the ledger as it was sent. Reads it once."""
    digests: dict[int, tuple[int, str]] = {}
    with step("ledger, entries", connection.scalar(select(func.count()).select_from(ledger_entry)) or 0) as advance:
        for entry, count, digest in _digests(connection):
            digests[entry] = (count, digest)
            advance(1)
    wrong: list[str] = []
    entries, items, head = 0, 0, FIRST
    for row in connection.execute(select(ledger_entry).order_by(_entry.number).execution_options(yield_per=1000)):
        found = digests.pop(row.number, _NO_ITEMS)
        wrong += _complaints(row, entries + 1, head, found)
        entries, items, head = entries + 1, items + found[0], row.hash
    wrong += [f"there are items of an entry {entry}, which is not there" for entry in digests]
    return Verified(entries, items, head, wrong + _beside_the_files(connection))


def entry_with(connection: Connection, known_hash: str) -> int | None:
    """The number of the entry with this hash: one that was written down elsewhere must still be in the chain."""
    return connection.scalar(select(_entry.number).where(_entry.hash == known_hash))


def about(connection: Connection, ssin: str) -> list[Row[Any]]:
    """What left about a person, under any of the numbers that replacements tie together, oldest first."""
    statement = (
        select(_item.ssin, _item.told, _entry.moment, _entry.receiver, _entry.legal_basis, _entry.file_name)
        .join(ledger_entry, _entry.number == _item.entry)
        .where(_item.ssin == chains.among(chains.kin(connection, [ssin])))
        .order_by(_item.entry, _item.position)
    )
    return list(connection.execute(statement))


def told_in(connection: Connection, sent_id: int) -> set[str]:
    """The data groups of which a file told."""
    group = func.unnest(_item.told).column_valued("data_group")
    of_file = select(group).join_from(ledger_item, ledger_entry, _entry.number == _item.entry)
    return set(connection.scalars(of_file.where(_entry.sent_file_id == sent_id).distinct())) & set(DATA_GROUPS)


def _complaints(row: Row[Any], number: int, previous: str, found: tuple[int, str]) -> Iterator[str]:
    facts = row._mapping
    if row.number != number:
        yield f"entry {number} is missing; {row.number} stands in its place"
    if row.previous_hash != previous:
        yield f"entry {row.number} does not follow the entry before it"
    if (row.item_count, row.items_sha256) != found:
        yield f"the items of entry {row.number} are not those that were written down"
    if row.hash != _hash({name: facts[name] for name in _FACTS}):
        yield f"entry {row.number} is not what was written down"


def _beside_the_files(connection: Connection) -> list[str]:
    """Files that left without an entry, and entries without their file's row or that say otherwise than it."""
    sent = sent_file.c
    differs = (sent.receiver != _entry.receiver) | (sent.name != _entry.file_name) | (sent.sha256 != _entry.sha256)
    answers_asking = and_(sent.flow == "RSP", file.c.flow.in_(ASKING))
    statement = (
        select(sent.name, _entry.number)
        .select_from(sent_file.outerjoin(ledger_entry, _entry.sent_file_id == sent.id, full=True))
        .outerjoin(file, file.c.id == sent.about_file_id)
        .where(
            or_(
                sent.id.is_(None),
                and_(or_(sent.flow.in_(DISCLOSING), answers_asking), _entry.number.is_(None) | differs),
            )
        )
        .order_by(sent.id, _entry.number)
    )
    return [
        f"file {name} is not in the ledger" if number is None
        else f"the file of entry {number} is not among those sent" if name is None
        else f"entry {number} is of another file"
        for name, number in connection.execute(statement)
    ]  # fmt: skip


def _digests(connection: Connection, number: int | None = None) -> Iterator[tuple[int, int, str]]:
    """(entry, count, digest) of the items, of every entry or of one: a hash of the hashes of 10,000 items each."""
    text = func.concat_ws(";", _item.position, cast(_item.ssin, Text), func.array_to_string(_item.told, ","))
    lines = func.string_agg(text, aggregate_order_by(literal("\n"), _item.position))
    hashed = func.encode(func.sha256(func.convert_to(lines, literal_column("'UTF8'"))), literal_column("'hex'"))
    part: ColumnElement[int] = literal_column(f"ledger_item.position / {_TOGETHER}")
    statement = select(_item.entry, func.count(), hashed).group_by(_item.entry, part).order_by(_item.entry, part)
    if number is not None:
        statement = statement.where(_item.entry == number)
    rows = connection.execute(statement.execution_options(yield_per=1000))
    for entry, parts in groupby(rows, key=itemgetter(0)):
        count, digest = 0, hashlib.sha256()
        for _, size, of_part in parts:
            count += size
            digest.update(of_part.encode())
        yield entry, count, digest.hexdigest()


def _hash(facts: dict[str, Any]) -> str:
    moment = facts["moment"].astimezone(UTC).isoformat()
    text = "\n".join(str(moment if name == "moment" else facts[name]) for name in _FACTS)
    return hashlib.sha256(text.encode()).hexdigest()
