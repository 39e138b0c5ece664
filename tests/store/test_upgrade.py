"""A new version is installed while files arrive: they wait, and go on when the tables are there. Nothing is lost."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from making import MUTUALITY, Person, Record, send_population, send_registrations, ssin
from sqlalchemy import create_engine, make_url, select, text

from raas_batch.flows import take_all
from raas_batch.store import organisations
from raas_batch.store.engine import engine
from raas_batch.store.migrate import configuration, upgrade
from raas_batch.store.tables import file

OLD = "0003"
"""A version whose tables this one cannot work with."""


@pytest.fixture
def old(server: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The home of an installation whose database is as an old version left it, with two partners."""
    database = "raas_old"
    administration = create_engine(server, isolation_level="AUTOCOMMIT")
    with administration.connect() as connection:
        connection.execute(text(f"create database {database}"))
    url = make_url(server).set(database=database).render_as_string(hide_password=False)
    monkeypatch.setenv("RAAS_DATABASE_URL", url)
    with engine().begin() as connection:
        command.upgrade(configuration(connection=connection), OLD)
        organisations.add(connection, "0200000043", "Authentic source", "AUTHENTIC_SOURCE")
        organisations.add(connection, MUTUALITY, "Mutuality", "USER")
        organisations.add_dossier_type(connection, MUTUALITY, "EMPLOYEE", "Employee", date(2000, 1, 1), None)
    yield home
    engine().dispose()
    with administration.connect() as connection:
        connection.execute(text(f"drop database {database} with (force)"))
    administration.dispose()


def test_files_that_arrive_meanwhile_wait_and_go_on_after_the_upgrade(old: Path) -> None:
    send_population(old, 1, [Person(ssin(0))])
    upgrade(engine())
    send_registrations(old, MUTUALITY, 1, [Record(ssin(0), "2020-01-01")])
    assert take_all() == []
    with engine().connect() as connection:
        assert connection.scalars(select(file.c.state)).all() == ["ANSWERED", "ANSWERED"]


def test_a_program_that_is_newer_than_its_tables_says_what_to_do_and_loses_nothing(
    old: Path, caplog: pytest.LogCaptureFixture
) -> None:
    upgrade(engine())
    send_population(old, 1, [Person(ssin(0))])
    assert take_all() == []
    rename("released", "released_by")  # stands for any table of an old version
    send_registrations(old, MUTUALITY, 1, [Record(ssin(0), "2020-01-01")])
    take_all()
    assert "`raas db upgrade`" in caplog.text
    rename("released_by", "released")
    assert take_all() == []
    with engine().connect() as connection:
        assert connection.scalars(select(file.c.state)).all() == ["ANSWERED", "ANSWERED"]


def rename(column: str, other: str) -> None:
    with engine().begin() as connection:
        connection.execute(text(f"alter table file rename column {column} to {other}"))


def test_requests_that_were_answered_before_they_were_counted_are_counted(old: Path) -> None:
    with engine().begin() as connection:
        command.upgrade(configuration(connection=connection), "0008")
        connection.execute(text(BEFORE_COUNTING))
    upgrade(engine())
    with engine().connect() as connection:
        counted = connection.execute(text("select * from asked_file order by file_id, kind")).all()
    assert counted == [(1, "create", 1), (1, "search", 2), (1, "update", 1)]


BEFORE_COUNTING = """
insert into file (sender, name, flow, environment, state, received_at, read)
    values (314595348, 'one', 'PER', 'T', 'ANSWERED', now(), 4), (314595348, 'two', 'PER', 'S', 'ANSWERED', now(), 9),
    (314595348, 'three', 'PER', 'T', 'REFUSED', now(), null), (314595348, 'four', 'REG', 'T', 'ANSWERED', now(), 9);
insert into cbss_number values (80610100139, 1, 2, '2026-11-20', '{}');
insert into mutation_event (event_date, ssin, correction, data_groups, file_id)
    values ('2026-11-20', 80610100139, false, '{}', 1)
"""
"""Four PER and REG files as an earlier version left them: of the first, one number was created and one updated."""
