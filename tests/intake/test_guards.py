"""Guards hold a file that would do what nobody meant; simulation shows what a file would do; all or nothing."""

import pytest
from making import MUTUALITY, Record, send_registrations, ssin
from reading import answer, answers
from sqlalchemy import select

from raas_batch.errors import Failure
from raas_batch.intake import decide
from raas_batch.store import organisations
from raas_batch.store.tables import file, line, operation, operation_log
from raas_batch.store.verify import verify

TEN = [Record(ssin(number), "2020-01-01", "2020-12-31") for number in range(10)]


@pytest.fixture
def low_floor(mirror, monkeypatch):
    """``mirror``, where the guards look at ten lines or records already."""
    monkeypatch.setenv("RAAS_GUARD_FLOOR", "10")
    return mirror


def gone(count: int) -> list[Record]:
    return [Record(ssin(number), registers=False) for number in range(count)]


def state(database, sequence: int) -> list[str]:
    with database.connect() as connection:
        statement = select(file.c.state).where(file.c.sender == MUTUALITY, file.c.sequence == sequence)
        return list(connection.scalars(statement.order_by(file.c.id)))


def held_id(database) -> int:
    with database.connect() as connection:
        return connection.scalar(select(file.c.id).where(file.c.state == "HELD"))


def logged(database, log) -> int:
    with database.connect() as connection:
        return len(connection.execute(select(log)).all())


def lines(database) -> int:
    with database.connect() as connection:
        return len(connection.execute(select(line)).all())


@pytest.mark.parametrize(("removed", "expected"), [(2, "ANSWERED"), (3, "HELD")])
def test_RAAS0121_a_fifth_of_the_lines_may_go_and_no_more(low_floor, run, database, removed, expected):
    send_registrations(low_floor, MUTUALITY, 1, TEN)
    name = send_registrations(low_floor, MUTUALITY, 2, gone(removed))
    run()
    assert state(database, 2) == [expected]
    assert lines(database) == (10 if expected == "HELD" else 10 - removed)
    assert ("RAAS0121" in answer(low_floor, MUTUALITY, "ACK", name).codes) == (expected == "HELD")


def test_a_cut_is_not_a_removal(low_floor, run, database):
    cuts = [Record(ssin(number), "2020-03-01", "2020-03-31", registers=False) for number in range(10)]
    send_registrations(low_floor, MUTUALITY, 1, TEN)
    send_registrations(low_floor, MUTUALITY, 2, cuts)
    run()
    assert (state(database, 2), lines(database)) == (["ANSWERED"], 20)


def test_what_is_removed_and_registered_again_in_one_file_is_not_removed(low_floor, run, database):
    send_registrations(low_floor, MUTUALITY, 1, TEN)
    send_registrations(low_floor, MUTUALITY, 2, [*gone(10), *TEN])
    run()
    assert (state(database, 2), lines(database)) == (["ANSWERED"], 10)


@pytest.mark.parametrize(("failing", "expected"), [(5, "ANSWERED"), (6, "HELD")])
def test_RAAS0122_half_of_the_records_may_fail_and_no_more(low_floor, run, database, failing, expected):
    unknown = [Record(ssin(100 + number), "2020-01-01") for number in range(failing)]
    name = send_registrations(low_floor, MUTUALITY, 1, [*unknown, *TEN[failing:]])
    run()
    assert state(database, 1) == [expected]
    assert ("RAAS0122" in answer(low_floor, MUTUALITY, "ACK", name).codes) == (expected == "HELD")


def test_the_guards_do_not_look_below_their_floor(mirror, run, database):
    send_registrations(mirror, MUTUALITY, 1, TEN)
    send_registrations(mirror, MUTUALITY, 2, gone(10))
    send_registrations(mirror, MUTUALITY, 3, [Record(ssin(100 + number), "2020-01-01") for number in range(10)])
    run()
    assert [*state(database, 2), *state(database, 3)] == ["ANSWERED", "ANSWERED"]


def test_an_organisation_may_have_its_own_limits(low_floor, run, database):
    with database.begin() as connection:
        organisations.add(connection, MUTUALITY, "Mutuality", "USER", 0.0, 0.0)
    send_registrations(low_floor, MUTUALITY, 1, TEN)
    send_registrations(low_floor, MUTUALITY, 2, gone(1))
    run()
    assert [*state(database, 1), *state(database, 2)] == ["ANSWERED", "HELD"]
    with database.begin() as connection:
        organisations.add(connection, MUTUALITY, "Mutuality", "USER", 1.0, 1.0)
    decide.refuse(held_id(database), "the limit was wrong")
    send_registrations(low_floor, MUTUALITY, 2, gone(10))
    run()
    assert state(database, 2) == ["REFUSED", "ANSWERED"]


@pytest.mark.parametrize(
    "records", [gone(10), [Record(ssin(100 + n), "2020-01-01") for n in range(10)]], ids=["removal", "failure"]
)
def test_a_released_file_is_applied_whatever_the_guards_say(low_floor, run, database, records):
    send_registrations(low_floor, MUTUALITY, 1, TEN)
    name = send_registrations(low_floor, MUTUALITY, 2, records)
    run()
    assert answers(low_floor, MUTUALITY, "RSP")[-1].about != name
    decide.release(held_id(database), "announced by its sender")
    run()
    assert state(database, 2) == ["ANSWERED"]
    assert answer(low_floor, MUTUALITY, "RSP", name).counts[0] == 10
    assert lines(database) == (0 if not records[0].registers else 10)


def test_records_of_a_held_file_count_once_it_is_applied_and_then_once(low_floor, run, database):
    """The log is committed apart from the lines: what the first attempt wrote down stays there, and never counts."""
    send_registrations(low_floor, MUTUALITY, 1, TEN)
    send_registrations(low_floor, MUTUALITY, 2, gone(10))
    run()
    assert (logged(database, operation), logged(database, operation_log)) == (10, 20)
    decide.release(held_id(database), "announced by its sender")
    run()
    assert (logged(database, operation), logged(database, operation_log)) == (20, 30)
    with database.connect() as connection:
        [part] = verify(connection)
    assert (part.operations, part.lines, part.wrong) == (20, 0, 0)


def test_what_follows_a_held_file_waits_and_is_parked_when_that_file_is_refused(low_floor, run, database):
    send_registrations(low_floor, MUTUALITY, 1, TEN)
    name = send_registrations(low_floor, MUTUALITY, 2, gone(10))
    send_registrations(low_floor, MUTUALITY, 3, [Record(ssin(11), "2020-01-01")])
    run()
    assert [*state(database, 2), *state(database, 3)] == ["HELD", "ACCEPTED"]
    decide.refuse(held_id(database), "not what its sender meant")
    told = answer(low_floor, MUTUALITY, "ACK", name)
    assert (told.result, [f.text for f in told.findings]) == ("REFUSED", ["not what its sender meant"])
    assert [*state(database, 2), *state(database, 3)] == ["REFUSED", "PARKED"]
    run()
    assert state(database, 3) == ["PARKED"]
    send_registrations(low_floor, MUTUALITY, 2, gone(1))
    run()
    assert [*state(database, 2), *state(database, 3)] == ["REFUSED", "ANSWERED", "ANSWERED"]
    assert lines(database) == 10


def test_only_a_file_that_waits_for_a_decision_is_decided_on(mirror, run):
    send_registrations(mirror, MUTUALITY, 1, TEN)
    run()
    for decision in (decide.release, decide.refuse):
        with pytest.raises(Failure, match="is ANSWERED"):
            decision(2, "by mistake")
        with pytest.raises(Failure, match="does not exist"):
            decision(999, "by mistake")


def test_a_held_simulation_leaves_the_real_stream_alone(low_floor, run, database):
    send_registrations(low_floor, MUTUALITY, 1, TEN)
    run()
    send_registrations(low_floor, MUTUALITY, 1, gone(10), "S")
    send_registrations(low_floor, MUTUALITY, 2, TEN)
    run()
    assert answers(low_floor, MUTUALITY, "ACK", "S")[-1].result == "HELD"
    assert state(database, 2) == ["ANSWERED"]


def test_a_simulation_answers_as_the_test_does_and_stores_nothing(mirror, run, database):
    asked = [
        Record(ssin(0), "2020-06-01", "2021-12-31"), Record(ssin(1), registers=False), Record(ssin(2), registers=False),
        Record(ssin(3), "2020-03-01", "2020-03-31", registers=False), Record(ssin(99), "2020-01-01"),
        Record(ssin(4), "2020-01-01", dossier_type="STUDENT"),
    ]  # fmt: skip
    send_registrations(mirror, MUTUALITY, 1, TEN[:2])
    run()
    send_registrations(mirror, MUTUALITY, 1, asked, "S")
    run()
    with database.connect() as connection:
        assert len(connection.execute(select(line)).all()) == logged(database, operation_log) == 2
    send_registrations(mirror, MUTUALITY, 2, asked)
    run()
    [dry] = answers(mirror, MUTUALITY, "RSP", "S")
    [_, real] = answers(mirror, MUTUALITY, "RSP")
    assert (dry.verdicts, dry.counts, dry.dossiers) == (real.verdicts, real.counts, real.dossiers)
    assert len({verdict.code for verdict in dry.verdicts}) == 3


def test_RAAS0342_all_or_nothing(mirror, run, database):
    send_registrations(mirror, MUTUALITY, 1, [TEN[0], Record(ssin(99), "2020-01-01")], mode="ALL_OR_NOTHING")
    send_registrations(mirror, MUTUALITY, 2, TEN[:2], mode="ALL_OR_NOTHING")
    run()
    first, second = answers(mirror, MUTUALITY, "RSP")
    assert [verdict.code for verdict in first.verdicts] == ["RAAS0342", "RAAS0311"]
    assert (first.counts, first.dossiers) == ((2, 0, 2), [])
    assert (second.counts, lines(database)) == ((2, 2, 0), 2)


def test_a_warning_does_not_stop_an_all_or_nothing_file(mirror, run):
    send_registrations(mirror, MUTUALITY, 1, [TEN[0], Record(ssin(1), registers=False)], mode="ALL_OR_NOTHING")
    run()
    [told] = answers(mirror, MUTUALITY, "RSP")
    assert [verdict.code for verdict in told.verdicts] == ["MSG00000", "RAAS0341"]
