"""What is proved every week: true while nothing was touched, and a failure that no retry hides when something was."""

from pathlib import Path

import pytest
from making import MUTUALITY, Person, Record, send_population, send_registrations, ssin
from sqlalchemy import text

from raas_batch.errors import lasts
from raas_batch.housekeeping import stations
from raas_batch.store.engine import engine


@pytest.fixture
def held(partners: Path, run) -> Path:
    """A register with two lines."""
    send_population(partners, 1, [Person(ssin(0))])
    send_registrations(
        partners, MUTUALITY, 1, [Record(ssin(0), "2020-01-01", "2020-12-31"), Record(ssin(0), "2022-01-01")]
    )
    run()
    return partners


@pytest.mark.usefixtures("held")
def test_lines_that_are_what_was_sent_are_counted():
    assert stations.lines() == 2


@pytest.mark.usefixtures("held")
def test_a_line_that_nobody_sent_is_found_and_its_organisation_named(caplog):
    with engine().begin() as connection:
        connection.execute(text("update line set stop = stop + 1 where stop < '9999-12-31'"))
    with pytest.raises(stations.NotTrue) as found:
        stations.lines()
    assert lasts(found.value)
    assert f"organisation='{MUTUALITY}'" in caplog.text
    assert ssin(0) not in caplog.text


@pytest.mark.usefixtures("held")
def test_the_last_hash_of_an_empty_ledger_is_that_of_nothing():
    assert len(stations.disclosures()) == 64
