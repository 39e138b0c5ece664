"""Identification data follow the authentic source, change by change; the same event twice changes nothing."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from making import (
    MUTUALITY,
    SOURCE,
    Event,
    Mutation,
    Person,
    Record,
    drop,
    file_name,
    mutations,
    send_mutations,
    send_population,
    send_registrations,
    send_replacements,
    ssin,
    voucher,
)
from reading import answer, answers
from sqlalchemy import Engine, select

from raas_batch.mutation import stations as mutation
from raas_batch.registration import stations as registration
from raas_batch.store.tables import mutation_event, person, staged_mutation

A, B, C = (ssin(number) for number in range(3))
WRONG = f"{A[:-2]}{(int(A[-2:]) + 1) % 97:02d}"
NAME = "<name><lastName>Maes</lastName><firstName>Zoé</firstName><firstName>Lou</firstName></name>"
GENDER = "<gender><gender>X</gender></gender>"


@pytest.fixture
def mirror(partners: Path, run) -> Path:
    """``partners`` with persons A and B in the mirror, and nobody else."""
    more = "<nationalities><nationality><countryCode>150</countryCode></nationality></nationalities>"
    send_population(partners, 1, [Person(A, more=more), Person(B)])
    run()
    return partners


def row_of(database: Engine, number: str) -> dict[str, Any]:
    with database.connect() as connection:
        return dict(connection.execute(select(person).where(person.c.ssin == number)).one()._mapping)


def kept(database: Engine) -> list[tuple[Any, ...]]:
    """(event id, ssin, correction, data groups) of every mutation that was kept, in their order."""
    event = mutation_event.c
    statement = select(event.event_id, event.ssin, event.correction, event.data_groups).order_by(event.id)
    with database.connect() as connection:
        return [tuple(row) for row in connection.execute(statement)]


def codes(home: Path, sequence: int, environment: str = "T") -> list[str]:
    name = file_name("MUT", SOURCE, sequence, environment)
    return [verdict.code for verdict in answer(home, SOURCE, "RSP", name, environment).verdicts]


def test_every_data_group_is_followed(mirror, run, database):
    groups = (
        f"{NAME}<birth><birthDate>1980-00-00</birthDate></birth>{GENDER}"
        "<decease><deceaseDate>2026-11-19</deceaseDate></decease>"
        "<nationalities><nationality><countryCode>111</countryCode></nationality></nationalities>"
        "<civilState><code>20</code><beginDate>2010-06-00</beginDate></civilState>"
        "<address><countryCode>150</countryCode><street>  Rue   Haute </street></address>"
    )
    send_mutations(mirror, 1, [Mutation("E1", A, groups)])
    run()
    now = row_of(database, A)
    assert (now["last_name"], now["first_names"]) == ("Maes", ["Zoé", "Lou"])
    assert (now["folded_last_name"], now["folded_first_names"]) == ("maes", ["zoe", "lou"])
    assert (now["birth_date"], now["gender"], now["decease_date"]) == ("1980-00-00", "X", "2026-11-19")
    assert now["data_groups"] == {
        "nationalities": {"nationality": [{"countryCode": "111"}]},
        "civilState": {"code": "20", "beginDate": "2010-06-00"},
        "address": {"countryCode": "150", "street": "Rue Haute"},
    }


def test_what_a_mutation_does_not_name_stays(mirror, run, database):
    before = row_of(database, A), row_of(database, B)
    send_mutations(mirror, 1, [Mutation("E1", A, GENDER)])
    run()
    after = row_of(database, A), row_of(database, B)
    assert {name for name in before[0] if before[0][name] != after[0][name]} == {"gender", "file_id"}
    assert before[1] == after[1]


def test_an_empty_group_says_that_nothing_is_known_any_more(mirror, run, database):
    send_mutations(mirror, 1, [Mutation("E1", A, "<gender/><decease/><nationalities/><civilState/><address/>")])
    run()
    now = row_of(database, A)
    assert (now["gender"], now["decease_date"], now["data_groups"]) == (None, None, {})
    [(*_, groups)] = kept(database)
    assert groups == {"gender": {}, "decease": {}, "nationalities": {}, "civilState": {}, "address": {}}


def test_the_last_of_a_file_counts_and_every_one_is_kept(mirror, run, database):
    changes = [Mutation(f"E{n}", A, f"<name><lastName>Maes{n}</lastName></name>") for n in range(12)]
    send_mutations(mirror, 1, [*changes, Mutation("G", A, GENDER, correction=True)])
    run()
    now = row_of(database, A)
    assert (now["last_name"], now["first_names"], now["gender"]) == ("Maes11", [], "X")
    assert [event_id for event_id, *_ in kept(database)] == [*(f"E{n}" for n in range(12)), "G"]
    assert [correction for _, _, correction, _ in kept(database)] == [False] * 12 + [True]


def test_a_record_is_judged_by_the_changed_person(mirror, run):
    send_registrations(mirror, MUTUALITY, 1, [Record(A, "2020-01-01", person=(("lastName", "Maes"),))])
    send_mutations(mirror, 1, [Mutation("E1", A, NAME)])
    run()
    assert [verdict.code for verdict in answers(mirror, MUTUALITY, "RSP")[0].verdicts] == ["MSG00000"]


# -- the same event -----------------------------------------------------------------------------------------------


def test_RAAS0361_the_same_event_in_a_later_file_changes_nothing(mirror, run, database):
    send_mutations(mirror, 1, [Mutation("E1", A, NAME)])
    run()
    before = row_of(database, A), kept(database)
    send_mutations(mirror, 2, [Mutation("E1", A, GENDER), Mutation("E1", B)])
    run()
    assert codes(mirror, 2) == ["RAAS0361", "RAAS0361"]
    assert (row_of(database, A), kept(database)) == before


def test_RAAS0361_the_same_event_later_in_the_file_changes_nothing(mirror, run, database):
    send_mutations(mirror, 1, [Mutation("E1", A, NAME), Mutation("E1", A, GENDER), Mutation("E1", A, "")])
    run()
    assert codes(mirror, 1) == ["MSG00000", "RAAS0361", "RAAS0361"]
    assert row_of(database, A)["gender"] == "F"


def test_an_event_that_failed_leaves_its_id_free(mirror, run, database):
    send_mutations(mirror, 1, [Mutation("E1", C), Mutation("E1", A, ""), Mutation("E1", B, GENDER)])
    run()
    assert codes(mirror, 1) == ["RAAS0311", "RAAS0372", "MSG00000"]
    send_mutations(mirror, 2, [Mutation("E2", C)])
    send_mutations(mirror, 3, [Mutation("E2", A)])
    run()
    assert (codes(mirror, 2), codes(mirror, 3)) == (["RAAS0311"], ["MSG00000"])
    assert [event_id for event_id, *_ in kept(database)] == ["E1", "E2"]


# -- replaced and canceled ----------------------------------------------------------------------------------------


def test_RAAS0313_a_mutation_of_a_replaced_number_is_the_last_numbers(mirror, run, database):
    send_replacements(mirror, 1, [Event("replaced", "R1", ssin=A, replaced_by=B)])
    send_mutations(mirror, 1, [Mutation("E1", A, NAME), Mutation("E2", B, GENDER)])
    run()
    told = answer(mirror, SOURCE, "RSP", file_name("MUT", SOURCE, 1)).verdicts
    assert [(each.code, each.replaced_by) for each in told] == [("RAAS0313", B), ("MSG00000", None)]
    assert (row_of(database, A)["last_name"], row_of(database, B)["last_name"]) == ("Peeters", "Maes")
    assert [number for _, number, *_ in kept(database)] == [B, B]


def test_of_two_numbers_of_one_person_the_last_statement_counts(mirror, run, database):
    send_replacements(mirror, 1, [Event("replaced", "R1", ssin=A, replaced_by=B)])
    names = [Mutation(f"E{n}", number, f"<name><lastName>Maes{n}</lastName></name>") for n, number in enumerate([B, A])]
    send_mutations(mirror, 1, names)
    run()
    assert row_of(database, B)["last_name"] == "Maes1"


def test_data_of_a_canceled_number_may_change(mirror, run, database):
    send_replacements(mirror, 1, [Event("canceled", "R1", ssin=A)])
    send_mutations(mirror, 1, [Mutation("E1", A, NAME)])
    run()
    assert codes(mirror, 1) == ["MSG00000"]
    assert row_of(database, A)["last_name"] == "Maes"


# -- what is wrong ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (Mutation("E2", WRONG), "RAAS0301"),
        (Mutation("E2", A, record_id="1"), "RAAS0306"),
        (Mutation("E2", C), "RAAS0311"),
        (Mutation("E2", A, "<birth><birthDate>1980-02-30</birthDate></birth>"), "RAAS0351"),
        (Mutation("E2", A, "<decease><deceaseDate>2020-02-30</deceaseDate></decease>"), "RAAS0352"),
        (Mutation("E2", A, event_date=str(date.today() + timedelta(days=2))), "RAAS0371"),
        (Mutation("E2", A, ""), "RAAS0372"),
        (Mutation("E1", WRONG), "RAAS0301"),
        (Mutation("E1", C), "RAAS0361"),
    ],
)
def test_a_mutation_that_is_wrong_fails_alone(mirror, run, database, wrong, code):
    send_mutations(mirror, 1, [Mutation("E1", A, NAME), wrong, Mutation("E3", B, GENDER)])
    run()
    assert codes(mirror, 1) == ["MSG00000", code, "MSG00000"]
    assert [event_id for event_id, *_ in kept(database)] == ["E1", "E3"]


def test_a_document_that_its_schema_refuses_changes_nothing_and_is_told_by_line(mirror, run, database):
    content = mutations(1, [Mutation("E1", A, NAME), Mutation("E2", B, "<birth/>")])
    name = file_name("MUT", SOURCE, 1)
    drop(mirror, SOURCE, name, content, voucher(name, content, 2))
    run()
    told = answer(mirror, SOURCE, "ACK", name)
    assert (told.result, told.codes, told.findings[0].line) == ("REFUSED", ["RAAS0211"], 9)
    assert kept(database) == []
    assert row_of(database, A)["last_name"] == "Peeters"


def test_of_an_all_or_nothing_file_nothing_is_applied_when_one_fails(mirror, run, database):
    send_mutations(mirror, 1, [Mutation("E1", A, NAME), Mutation("E2", C)], mode="ALL_OR_NOTHING")
    run()
    assert codes(mirror, 1) == ["RAAS0342", "RAAS0311"]
    assert (kept(database), row_of(database, A)["last_name"]) == ([], "Peeters")
    send_mutations(mirror, 2, [Mutation("E1", A, NAME)])
    run()
    assert codes(mirror, 2) == ["MSG00000"]


def test_a_user_may_not_send_mutations(mirror, run, database):
    content = mutations(1, [Mutation("E1", A)], sender=MUTUALITY)
    name = file_name("MUT", MUTUALITY, 1)
    drop(mirror, MUTUALITY, name, content, voucher(name, content, 1))
    run()
    assert answer(mirror, MUTUALITY, "ACK", name).codes == ["RAAS0110"]
    assert kept(database) == []


def test_a_simulated_list_changes_nothing(mirror, run, database):
    before = row_of(database, A)
    send_mutations(mirror, 1, [Mutation("E1", A, NAME)], environment="S")
    run()
    assert codes(mirror, 1, "S") == ["MSG00000"]
    assert (kept(database), row_of(database, A)) == ([], before)


def test_an_empty_list_is_answered_and_nothing_stays_staged(mirror, run, database):
    send_mutations(mirror, 1, [])
    send_mutations(mirror, 2, [Mutation("E1", A)])
    run()
    assert (codes(mirror, 1), codes(mirror, 2)) == ([], ["MSG00000"])
    with database.connect() as connection:
        assert connection.execute(select(staged_mutation)).all() == []


def test_a_mutation_waits_for_the_person_and_the_replacement_that_came_with_it(mirror, run, database):
    send_mutations(mirror, 1, [Mutation("E1", A, NAME)])
    send_replacements(mirror, 1, [Event("replaced", "R1", ssin=A, replaced_by=C)])
    send_population(mirror, 2, [Person(C)])
    run()
    assert codes(mirror, 1) == ["RAAS0313"]
    assert row_of(database, C)["last_name"] == "Maes"


def test_a_registration_waits_for_a_mutation_list_that_came_before_it(mirror):
    """Claimed in this order, as the two flows' workers may: the registration may not be judged by the old name."""
    send_mutations(mirror, 1, [Mutation("E1", A, NAME)])
    mut_ids = [file_id for batch in mutation.claim() for file_id in batch]
    send_registrations(mirror, MUTUALITY, 1, [Record(A, "2020-01-01", person=(("lastName", "Maes"),))])
    reg_ids = [file_id for batch in registration.claim() for file_id in batch]
    registration.answer(registration.apply(registration.admit(reg_ids)))
    assert answers(mirror, MUTUALITY, "RSP") == []
    mutation.answer(mutation.apply(mutation.admit(mut_ids)))
    registration.answer(registration.apply(registration.admit(reg_ids)))
    assert [verdict.code for verdict in answers(mirror, MUTUALITY, "RSP")[0].verdicts] == ["MSG00000"]
