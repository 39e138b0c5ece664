"""What was staged of a file goes when it is applied: at once where it is alone, else row by row, and nothing else."""

import pytest
from making import MUTUALITY, Record, send_registrations, ssin
from sqlalchemy import select, text

from raas_batch.registration import stations
from raas_batch.store import staging
from raas_batch.store.tables import file, staged_record

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


def test_nobody_is_waited_for(database, staged):
    [only] = staged(1)
    with database.begin() as somebody:
        somebody.execute(select(staged_record))
        assert forgotten(database, only) == ([], False)
