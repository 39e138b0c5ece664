"""What was staged is sampled once, and goes when its file is applied: at once where it is alone, else row by row."""

from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from making import MUTUALITY, Record, send_registrations, ssin
from sqlalchemy import select, text

from raas_batch.registration import stations
from raas_batch.store import staging
from raas_batch.store.tables import file, staged_record

COPIES = """insert into staged_record (file_id, position, record_id, registers, ssin, dossier_type, start, stop)
    select file_id, number, 'Z' || number, registers, ssin, dossier_type, start, stop
    from staged_record, generate_series(1, 9) number where file_id = :file_id"""
SAME = text("update staged_record set record_id = 'Z2' where file_id = :file_id and position = :position")
DISK = text("select pg_relation_size('staged_record')")


@pytest.fixture
def staged(partners, database, monkeypatch):
    """Stages so many files of a record each, any of which is large; gives their rows."""
    monkeypatch.setattr(staging, "_MANY", 1)

    def several(count):
        for sequence in range(1, count + 1):
            send_registrations(partners, MUTUALITY, sequence, [Record(ssin(1), "2020-01-01")])
        [ids] = stations.claim()
        stations.admit(ids)
        with database.connect() as connection:
            return connection.execute(select(file).order_by(file.c.id)).all()

    return several


def forgotten(database, row) -> tuple[list[int], bool]:
    """The files that are still staged once this one is forgotten, and whether the table is empty on disk too."""
    with database.begin() as connection:
        staging.forget(connection, row)
        return list(connection.scalars(select(staged_record.c.file_id))), connection.scalar(DISK) == 0


def test_a_large_file_alone_leaves_an_empty_table(database, staged):
    [only] = staged(1)
    assert forgotten(database, only) == ([], True)


def test_another_file_stays(database, staged):
    first, second = staged(2)
    assert forgotten(database, first) == ([second.id], False)


@pytest.mark.parametrize("hashes", [1, 3, 100])
def test_a_record_is_repeated_if_its_id_stands_earlier_in_its_file(database, staged, monkeypatch, hashes):
    monkeypatch.setattr(staging, "_HASHES", hashes)
    first, second = staged(2)
    for row, twice in ((first, [5, 7]), (second, [])):
        with database.begin() as connection:
            connection.execute(text(COPIES), {"file_id": row.id})
            for position in twice:
                connection.execute(SAME, {"position": position, "file_id": row.id})
            repeated = staging.is_repeated(connection, staged_record, of_ten(row))
            mine = select(staged_record.c.position).where(staged_record.c.file_id == row.id, repeated)
            assert sorted(connection.scalars(mine)) == twice


def of_ten(row):
    """The row of a file, as if it promised ten records."""
    return SimpleNamespace(**row._asdict() | {"record_count": 10})


def test_nobody_is_waited_for(database, staged):
    [only] = staged(1)
    with database.begin() as somebody:
        somebody.execute(select(staged_record))
        assert forgotten(database, only) == ([], False)


def test_what_was_staged_is_sampled_once_for_all_files_of_a_run(database, staged, monkeypatch):
    monkeypatch.setattr("raas_batch.intake.admit._LARGE", 1)
    sampled = text("select analyze_count from pg_stat_user_tables where relname = 'staged_record'")
    with database.connect() as connection:
        before = connection.scalar(sampled)
    rows = staged(3)
    with database.connect() as connection:
        assert connection.scalar(sampled) == before + 1
    stations.admit([row.id for row in rows])
    with database.connect() as connection:
        assert connection.scalar(sampled) == before + 2, "a run that was killed may have left them unsampled"


def test_sampling_that_fails_stops_no_file(database, staged, monkeypatch, caplog):
    monkeypatch.setattr("raas_batch.intake.admit._LARGE", 1)
    with no_patience(database), database.begin() as somebody:
        somebody.execute(text("lock table staged_record in share update exclusive mode"))
        rows = staged(2)
    assert [row.state for row in rows] == ["ACCEPTED", "ACCEPTED"]
    assert "sample" in caplog.text


@contextmanager
def no_patience(database):
    """Whoever connects meanwhile waits a tenth of a second for a lock, and then gives up."""

    def say(what):
        with database.begin() as connection:
            name = connection.scalar(text("select current_database()"))
            connection.execute(text(f"alter database {name} {what}"))
        database.dispose()

    say("set lock_timeout = '100ms'")
    try:
        yield
    finally:
        say("reset lock_timeout")
