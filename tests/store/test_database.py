"""The database: made by the migrations as the tables say, its bulk traffic exact, its proof not easily fooled."""

import threading
from datetime import date, timedelta

import numpy as np
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import given
from hypothesis import strategies as st
from making import MUTUALITY, Person, Record, send_population, send_registrations, ssin
from sqlalchemy import BigInteger, Boolean, Column, Integer, MetaData, Table, delete, insert, select, text, update

from raas_batch.consultation.lines import Question, consult
from raas_batch.replacements import last_ssins
from raas_batch.store import columns, locks, statistics, texts
from raas_batch.store.keys import packed, unpacked
from raas_batch.store.migrate import configuration
from raas_batch.store.tables import file, knows, line, metadata, operation
from raas_batch.store.verify import verify

numbers = Table("numbers", MetaData(), Column("far", BigInteger), Column("near", Integer), Column("yes", Boolean))
rows = st.lists(st.tuples(st.integers(-(2**63), 2**63 - 1), st.integers(-(2**31), 2**31 - 1), st.booleans()))


def test_the_migrations_make_what_the_tables_say(connection):
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    assert compare_metadata(context, metadata) == []


def test_rows_come_back_as_they_were_sent(connection):
    connection.execute(text("create temporary table numbers (far bigint, near integer, yes boolean)"))

    @given(rows)
    def come_back(sent):
        connection.execute(text("truncate numbers"))
        far, near, yes = zip(*sent, strict=True) if sent else ((), (), ())
        arrays = {"far": np.array(far, np.int64), "near": np.array(near, np.int32), "yes": np.array(yes, np.bool_)}
        assert columns.send(connection, numbers, arrays) == len(sent)
        query = select(numbers).order_by(text("far, near, yes"))
        found = columns.fetch(connection, query, ("i8", "i4", "b1"))
        assert list(zip(*(found[name].tolist() for name in ("far", "near", "yes")), strict=True)) == sorted(sent)

    come_back()


def test_rows_come_group_by_group_and_other_statements_may_run_between(connection):
    connection.execute(text("create temporary table numbers (far bigint, near integer, yes boolean)"))
    sent = [(number * 7 % 100, number % 3, number % 2 == 0) for number in range(100)]
    connection.execute(insert(numbers), [dict(zip(("far", "near", "yes"), row, strict=True)) for row in sent])
    query = select(numbers.c.far, numbers.c.yes, numbers.c.near)
    for near, found in enumerate(columns.groups(connection, query, ("i8", "b1"), by="near")):
        assert list(found) == ["far", "yes"]
        rows = zip(found["far"].tolist(), found["yes"].tolist(), strict=True)
        assert sorted(rows) == sorted((far, yes) for far, group, yes in sent if group == near)
        assert connection.scalar(select(numbers.c.far).limit(1)) == 0
    assert near == 2


def test_texts_that_lie_in_disorder_come_in_order(connection):
    connection.execute(text("create temporary table numbers (far bigint, near integer, yes boolean)"))
    sent = [{"near": number * 37 % 100, "far": number} for number in range(100)]
    connection.execute(insert(numbers), sent)
    found = list(texts.stream(connection, select(numbers), ("far", "yes"), by="near", together=30))
    assert [len(far) for far, _ in found] == [30, 30, 30, 10]
    assert [number for far, _ in found for number in map(int, far)] == [
        row["far"] for row in sorted(sent, key=lambda row: row["near"])
    ]
    assert {yes for _, none in found for yes in none} == {""}


def test_a_null_or_another_width_is_not_read_as_a_number(connection):
    connection.execute(text("create temporary table numbers (far bigint, near integer, yes boolean)"))
    connection.execute(insert(numbers).values(far=1, near=None, yes=True))
    with pytest.raises(AssertionError, match="not of one length"):
        columns.fetch(connection, select(numbers), ("i8", "i4", "b1"))


@given(st.lists(st.tuples(st.integers(0, 99999999999), st.integers(0, 2**26 - 1)), min_size=1))
def test_packed_keys_sort_as_their_parts_do(keys):
    ssins, kinds = (np.array(part) for part in zip(*keys, strict=True))
    numbers = packed({"ssin": ssins, "dossier_type": kinds})
    assert sorted(keys) == [keys[place] for place in np.lexsort((range(len(keys)), numbers))] or len(set(keys)) < len(
        keys
    )
    assert list(zip(*(part.tolist() for part in unpacked(numbers)), strict=True)) == keys


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")))
def test_last_ssins_are_where_a_walk_ends_that_is_not_endless(replacements):
    def walked(at: str) -> str | None:
        for _ in range(9):
            if at not in replacements:
                return at
            at = replacements[at]
        return None

    assert last_ssins(replacements) == {old: walked(old) for old in replacements}


@pytest.fixture
def held(partners, run, database):
    """A register with a few lines."""
    send_population(partners, 1, [*(Person(ssin(number)) for number in range(3)), Person(ssin(3), replaced_by=ssin(0))])
    records = [Record(ssin(n), f"20{year}-01-01", f"20{year}-06-30") for n in range(4) for year in (10, 12, 14)]
    send_registrations(partners, MUTUALITY, 1, records)
    run()
    return database


def wrong(database) -> tuple[int, int]:
    with database.connect() as connection:
        found = list(verify(connection))
        return sum(part.wrong for part in found), sum(part.overlapping for part in found)


DAY = timedelta(days=1)
ONE = line.c.ssin == ssin(1)
TAMPERED = {
    "a line gone": delete(line).where(ONE, line.c.start == date(2012, 1, 1)),
    "a stop moved": update(line).where(ONE, line.c.start == date(2012, 1, 1)).values(stop=line.c.stop + 1),
    "a start moved": update(line).where(ONE, line.c.start == date(2012, 1, 1)).values(start=line.c.start + 1),
    "a line of another person": update(line).where(ONE).values(ssin=ssin(9)),
    "a line of another type": update(line).where(ONE).values(dossier_type=99),
    "a record gone": delete(operation).where(operation.c.ssin == ssin(1)),
    "a record turned round": update(operation).where(operation.c.ssin == ssin(1)).values(registers=False),
}


@pytest.mark.parametrize("statement", TAMPERED.values(), ids=TAMPERED)
def test_verify_notices(held, statement):
    assert wrong(held) == (0, 0)
    with held.begin() as connection:
        assert connection.execute(statement).rowcount > 0
    assert wrong(held)[0] > 0


@pytest.mark.parametrize(("forgotten", "unmet"), [(1, 6), (0, 6), (3, 3)], ids=["one", "successor", "replaced"])
def test_verify_notices_that_it_is_not_written_down_who_knows_a_person(held, forgotten, unmet):
    """The lines of a replaced number are those of its successor; the log has the records on both."""
    with held.begin() as connection:
        assert connection.execute(delete(knows).where(knows.c.ssin == ssin(forgotten))).rowcount == 1
    with held.connect() as connection:
        [part] = verify(connection)
    assert (part.wrong, part.overlapping, part.unmet) == (0, 0, unmet)


def test_the_migration_writes_down_who_knows_whom_by_lines_and_log(held):
    migration = ScriptDirectory.from_config(configuration()).get_revision("0012")
    with held.begin() as connection:
        before = set(connection.execute(select(knows)))
        connection.execute(delete(knows))
        connection.execute(text(migration.module.KNOWN_BY_NOW))
        assert set(connection.execute(select(knows))) == before


def test_verify_notices_lines_that_share_a_day_and_lines_nobody_asked_for(held):
    with held.begin() as connection:
        of_one = select(line).where(ONE, line.c.start == date(2012, 1, 1))
        first = connection.execute(of_one).one()._mapping
        connection.execute(insert(line).values({**first, "start": first["start"] + DAY}))
    assert wrong(held) == (1, 1)


def test_verify_in_many_ranges_says_the_same(held, monkeypatch):
    monkeypatch.setattr("raas_batch.store.verify.PER_RANGE", 1)
    with held.connect() as connection:
        [part] = verify(connection)
    assert (part.operations, part.lines, part.wrong, part.overlapping) == (12, 9, 0, 0)


def test_what_was_known_at_a_moment_is_what_was_held_then(partners, run, database):
    """A record may only touch persons; whatever comes later, an earlier moment keeps its answer."""
    send_population(partners, 1, [Person(ssin(0)), Person(ssin(1), replaced_by=ssin(0))])
    asked = [
        [Record(ssin(0), "2020-01-01", "2020-12-31")],
        [Record(ssin(1), "2020-06-01"), Record(ssin(0), "2015-01-01", "2015-12-31", dossier_type="FORMER")],
        [Record(ssin(0), "2020-03-01", "2020-03-31", registers=False)],
        [Record(ssin(0), registers=False)],
        [Record(ssin(0), "2021-01-01")],
    ]
    question = Question(MUTUALITY, ssin(0))
    remembered = []
    for sequence, records in enumerate(asked, start=1):
        send_registrations(partners, MUTUALITY, sequence, records)
        run()
        with database.connect() as connection:
            remembered.append((connection.scalar(text("select clock_timestamp()")), consult(connection, question)))
    assert [len(lines) for _, lines in remembered] == [1, 2, 3, 1, 2]
    with database.connect() as connection:
        for moment, lines in remembered:
            assert consult(connection, question._replace(known_at=moment)) == lines
        assert consult(connection, question._replace(ssin=ssin(1), known_at=remembered[1][0])) == remembered[1][1]


def test_files_of_one_run_are_known_one_after_the_other(partners, run, database):
    send_population(partners, 1, [Person(ssin(0))])
    for sequence in (1, 2):
        send_registrations(
            partners, MUTUALITY, sequence, [Record(ssin(0), f"202{sequence}-01-01", f"202{sequence}-01-31")]
        )
    run()
    with database.connect() as connection:
        moments = connection.scalars(
            select(file.c.applied_at).where(file.c.sender == MUTUALITY).order_by(file.c.id)
        ).all()
        known = [consult(connection, Question(MUTUALITY, ssin(0), known_at=moment)) for moment in moments]
    assert [len(lines) for lines in known] == [1, 2]


def test_one_organisation_has_one_writer_and_two_have_two(database):
    with database.begin() as first:
        locks.alone(first, locks.Purpose.REGISTER, MUTUALITY)
        with database.begin() as other:
            locks.alone(other, locks.Purpose.REGISTER, "0428759497")
            locks.alone(other, locks.Purpose.STREAM, MUTUALITY)
            other.execute(text("set local lock_timeout = '50ms'"))
            with pytest.raises(Exception, match="lock timeout"):
                locks.alone(other, locks.Purpose.REGISTER, MUTUALITY)
            other.rollback()


def test_who_changes_the_mirror_waits_for_all_who_rely_on_it(database):
    took_it = threading.Event()

    def change() -> None:
        with database.begin() as connection:
            locks.mirror(connection, changes=True)
            took_it.set()

    with database.begin() as one, database.begin() as two:
        locks.mirror(one, changes=False)
        locks.mirror(two, changes=False)
        writer = threading.Thread(target=change)
        writer.start()
        assert not took_it.wait(0.2)
    assert took_it.wait(5)
    writer.join()


def test_a_lock_over_several_transactions_is_free_again_at_its_end(database):
    inbox = database, locks.Purpose.INBOX, MUTUALITY
    with locks.alone_if_free(*inbox) as mine, locks.alone_if_free(*inbox) as also_mine:
        assert (mine, also_mine) == (True, False)
    with locks.alone_if_free(database, locks.Purpose.INBOX, MUTUALITY) as mine:
        assert mine


@pytest.fixture
def grown(database):
    """A table of 2,000 rows, of which the database knows nothing; how many it takes it for."""
    with database.begin() as connection:
        connection.execute(text("create table grown as select generate_series(1, 2000) as number"))
        connection.execute(text("alter table grown set (autovacuum_enabled = false)"))

    def known():
        with database.connect() as connection:
            return connection.scalar(text("select reltuples from pg_class where relname = 'grown'"))

    yield known
    with database.begin() as connection:
        connection.execute(text("drop table grown"))


def test_statistics_are_renewed_only_where_two_thirds_may_be_new(database, grown):
    table = Table("grown", MetaData())
    statistics.renew_grown(database, [table], 999)
    assert grown() == -1, "a few rows are not worth it"
    statistics.renew_grown(database, [table], 1_000)
    assert grown() == 2_000
    with database.begin() as connection:
        connection.execute(text("insert into grown select generate_series(1, 3900)"))
    statistics.renew_grown(database, [table], 3_900)
    assert grown() == 2_000, "less than two thirds came"
    statistics.renew_grown(database, [table], 4_000)
    assert grown() == 5_900
