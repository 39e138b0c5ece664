"""A digest is what its definition says, in whatever order and by whatever steps it is made; all ways agree."""

import hashlib
from datetime import date

import numpy as np
from alembic.script import ScriptDirectory
from hypothesis import given
from hypothesis import strategies as st
from making import MUTUALITY, ssin
from sqlalchemy import Connection, insert, select, text

from raas_batch.digests import Digest, of
from raas_batch.periods import FOREVER, Period
from raas_batch.store import digests, organisations
from raas_batch.store.migrate import configuration
from raas_batch.store.tables import dossier_type, line, line_digest

days = st.dates(date(1, 1, 1), date(2100, 1, 1))
ends = st.one_of(st.none(), st.just(date(9999, 12, 30)).map(lambda _: None), days)
rows = st.tuples(st.integers(0, 50).map(ssin), days, ends).filter(lambda row: row[2] is None or row[1] <= row[2])
lines = st.sets(rows, max_size=20)


def by_hand(some) -> str:
    """The definition of ``docs/formats.md``, without the product: XOR byte by byte."""
    total = bytes(32)
    for number, begin, end in some:
        hashed = hashlib.sha256(f"{number};{begin.isoformat()};{end.isoformat() if end else ''}".encode()).digest()
        total = bytes(one ^ other for one, other in zip(total, hashed, strict=True))
    return total.hex()


def texts(some):
    return [(number, str(begin), None if end is None else str(end)) for number, begin, end in some]


@given(lines)
def test_a_digest_is_the_xor_of_the_hashes_of_its_lines(some):
    assert (of(texts(some)).lines, str(of(texts(some)))) == (len(some), by_hand(some))


@given(lines, lines)
def test_what_came_and_went_brings_a_digest_up_to_date(before, after):
    come, gone = of(texts(after - before)), of(texts(before - after))
    assert of(texts(before)).without(gone).with_(come) == of(texts(after))


@given(st.dictionaries(st.integers(1, 3), lines))
def test_the_columns_give_the_same_digests(of_kinds):
    held = [(kind, number, Period.inclusive(b, e)) for kind, some in of_kinds.items() for number, b, e in some]
    kind, number, start, stop = (
        np.array(values, dtype=np.int64)
        for values in (
            [kind for kind, _, _ in held], [int(number) for _, number, _ in held],
            [p.start.toordinal() for _, _, p in held], [p.stop.toordinal() for _, _, p in held],
        )
    )  # fmt: skip
    found = digests.of_columns(kind, number, start, stop)
    assert found == {kind: of(texts(some)) for kind, some in of_kinds.items() if some}


def test_no_lines_have_64_zeros():
    assert (str(Digest()), str(of([]))) == ("0" * 64, "0" * 64)


def test_the_migration_gives_lines_that_are_held_already_their_digests(connection: Connection) -> None:
    organisations.add(connection, MUTUALITY, "Mutuality", "USER")
    organisations.add_dossier_type(connection, MUTUALITY, "EMPLOYEE", "Employee", date(2000, 1, 1), None)
    kind = connection.scalars(select(dossier_type.c.id)).one()
    held = [
        (ssin(0), date(2020, 1, 1), None),
        (ssin(0), date(2019, 1, 1), date(2019, 12, 31)),
        (ssin(1), date(1, 1, 1), None),
    ]
    for number, begin, end in held:
        stop = FOREVER if end is None else Period.inclusive(begin, end).stop
        key = {"organisation": MUTUALITY, "ssin": number, "dossier_type": kind}
        connection.execute(insert(line).values(**key, start=begin, stop=stop))
    migration = ScriptDirectory.from_config(configuration()).get_revision("0005")
    connection.execute(text(migration.module.OF_LINES_HELD))
    row = connection.execute(select(line_digest)).one()
    assert (row.dossier_type, row.lines, row.sha256) == (kind, 3, by_hand(held))
