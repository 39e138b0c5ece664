"""Law 7 through real files: lines follow replaced SSINs, and a revocation leaves what would stand without the event.

The model folds op by op with plain loops over everything ever sent, without the events that were revoked.
"""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from emptying import KEPT, empty
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import (
    FUND,
    MUTUALITY,
    Event,
    Person,
    Record,
    send_population,
    send_registrations,
    send_replacements,
)
from replacement.model import PEOPLE, Model, send, steps
from sqlalchemy import Engine, select, text
from thorough import SAME_EVERY_TIME, times

from raas_batch.consultation.lines import Question, consult, replaced_by
from raas_batch.store.tables import line
from raas_batch.store.verify import verify


def standing(database: Engine) -> set[tuple[str, str, str, str]]:
    with database.connect() as connection:
        rows = connection.execute(select(line)).all()
        assert all(part.wrong == part.overlapping == part.unmet == 0 for part in verify(connection))
    return {(row.organisation, row.ssin, row.start.isoformat(), row.stop.isoformat()) for row in rows}


@settings(
    max_examples=times(4), deadline=None, derandomize=SAME_EVERY_TIME, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(history=st.lists(steps, min_size=2, max_size=7))
def test_any_history_leaves_the_lines_of_one_without_the_revoked_events(
    partners: Path, run: Callable[[], None], database: Engine, history: list[tuple[str, str, list[tuple[object, ...]]]]
) -> None:
    with database.begin() as connection:
        empty(connection, but=KEPT)
    model, sequences = Model(), dict[str, int]()
    send_population(partners, 1, list(map(Person, PEOPLE)))
    run()
    for step in history:
        send(partners, model, sequences, step)
        run()
        assert standing(database) == model.lines()


@pytest.fixture
def replaced_person(partners: Path, run: Callable[[], None]) -> Path:
    """Person 0 and person 1 have lines in two registers; then 0 is replaced by 1."""
    send_population(partners, 1, list(map(Person, PEOPLE)))
    for organisation in (MUTUALITY, FUND):
        records = [Record(PEOPLE[0], "2020-01-01", "2020-12-31"), Record(PEOPLE[1], "2020-12-31", "2021-12-31")]
        send_registrations(partners, organisation, 1, records)
    run()
    send_replacements(partners, 1, [Event("replaced", "E1", "2026-11-20", ssin=PEOPLE[0], replaced_by=PEOPLE[1])])
    run()
    return partners


def test_lines_of_a_replaced_number_are_merged_in_every_register(replaced_person: Path, database: Engine) -> None:
    assert standing(database) == {(cbe, PEOPLE[1], "2020-01-01", "2022-01-01") for cbe in (MUTUALITY, FUND)}


def test_the_old_number_keeps_answering_and_tells_since_when(replaced_person: Path, database: Engine) -> None:
    with database.connect() as connection:
        [answer] = consult(connection, Question(MUTUALITY, PEOPLE[0]))
        assert (answer.ssin, answer.period.begin_date) == (PEOPLE[1], date(2020, 1, 1))
        told = replaced_by(connection, PEOPLE[0])
    assert told == (PEOPLE[1], date(2026, 11, 20))


def test_lines_of_a_canceled_number_are_marked_also_when_the_old_number_asks(
    replaced_person: Path, run: Callable[[], None], database: Engine
) -> None:
    send_replacements(replaced_person, 2, [Event("canceled", "E2", ssin=PEOPLE[1])])
    run()
    with database.connect() as connection:
        answers = [consult(connection, Question(MUTUALITY, number)) for number in PEOPLE[:2]]
    assert [[(answer.ssin, answer.canceled) for answer in each] for each in answers] == [[(PEOPLE[1], True)]] * 2


def test_RAAS0363_no_line_moves_to_a_number_whose_last_one_is_canceled(
    replaced_person: Path, run: Callable[[], None], database: Engine
) -> None:
    by_the_old = Event("replaced", "E3", ssin=PEOPLE[2], replaced_by=PEOPLE[0])
    send_replacements(replaced_person, 2, [Event("canceled", "E2", ssin=PEOPLE[1])])
    send_replacements(replaced_person, 3, [by_the_old])
    run()
    with database.connect() as connection:
        assert replaced_by(connection, PEOPLE[2]) is None
    send_replacements(replaced_person, 4, [Event("revoked", "E4", revoked_event_id="E2"), by_the_old])
    run()
    with database.connect() as connection:
        assert replaced_by(connection, PEOPLE[2]) == (PEOPLE[1], date(2026, 11, 20))


def test_a_revocation_gives_each_number_its_own_lines_back_later_records_included(
    replaced_person: Path, run: Callable[[], None], database: Engine
) -> None:
    send_registrations(replaced_person, FUND, 2, [Record(PEOPLE[0], "2030-01-01", "2030-12-31")])
    run()
    send_replacements(replaced_person, 2, [Event("revoked", "E2", revoked_event_id="E1")])
    run()
    assert standing(database) == {
        (MUTUALITY, PEOPLE[0], "2020-01-01", "2021-01-01"),
        (MUTUALITY, PEOPLE[1], "2020-12-31", "2022-01-01"),
        (FUND, PEOPLE[0], "2020-01-01", "2021-01-01"),
        (FUND, PEOPLE[0], "2030-01-01", "2031-01-01"),
        (FUND, PEOPLE[1], "2020-12-31", "2022-01-01"),
    }


def test_the_past_is_answered_as_it_was_known(replaced_person: Path, run: Callable[[], None], database: Engine) -> None:
    with database.connect() as connection:
        applied = connection.execute(text("select applied_at from file where flow = 'RPL'")).scalar_one()
    send_replacements(replaced_person, 2, [Event("revoked", "E2", revoked_event_id="E1")])
    run()
    with database.connect() as connection:
        before = consult(connection, Question(FUND, PEOPLE[0], known_at=applied - timedelta(microseconds=1)))
        during = consult(connection, Question(FUND, PEOPLE[0], known_at=applied))
        after = consult(connection, Question(FUND, PEOPLE[0]))
    assert [(answer.ssin, str(answer.period)) for answer in before] == [(PEOPLE[0], "2020-01-01..2020-12-31")]
    assert [(answer.ssin, str(answer.period)) for answer in during] == [(PEOPLE[1], "2020-01-01..2021-12-31")]
    assert after == before


def test_a_simulated_list_changes_nothing(replaced_person: Path, run: Callable[[], None], database: Engine) -> None:
    before = standing(database)
    send_replacements(replaced_person, 1, [Event("revoked", "E2", revoked_event_id="E1")], environment="S")
    run()
    assert standing(database) == before


def test_a_revocation_leaves_what_the_population_said_of_the_number(
    partners: Path, run: Callable[[], None], database: Engine
) -> None:
    old, new, other = PEOPLE[:3]
    send_population(partners, 1, list(map(Person, PEOPLE)))
    run()
    send_replacements(partners, 1, [Event("replaced", "E1", ssin=old, replaced_by=new)])
    run()
    send_replacements(partners, 2, [Event("revoked", "E2", revoked_event_id="E1")])
    run()
    send_population(partners, 2, [Person(old, replaced_by=other)])
    run()
    send_replacements(partners, 3, [Event("canceled", "E3", ssin=old)])
    run()
    with database.connect() as connection:
        assert replaced_by(connection, old) == (other, None)
