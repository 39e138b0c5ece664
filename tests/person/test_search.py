"""Who is found, by which way of matching, in which order; and what is told of whom."""

from datetime import datetime, timedelta

import pytest
from making import FUND, Event, Person, create, search, send_replacements, send_requests, ssin
from person.conftest import BASIS, authorise
from sqlalchemy import select

from raas_batch.errors import Failure
from raas_batch.settings import BRUSSELS
from raas_batch.store import ledger, subscriptions
from raas_batch.store.tables import file
from raas_batch.subscription import outbox

A, B, C, D = (ssin(number) for number in range(4))
WHO = Person(A, "Van den Broeck", ("Zoë", "Anne-Marie"), "1980-05-07", "F")
FAR = (Person(B, "Lambert", ("Jean",), "1980-05-07", "M"), Person(C, "Yılmaz", ("Ayşe",), "1955-01-02", "F"))


MEANT = [
    search("Van den Broeck", "Zoë", birth="1980-05-07"),
    search("VANDENBROECK", "Zoe", birth="1980-05-07"),
    search("Vanden Brouck", "Zoé", birth="1980-05-07"),
    search("Broeck", "Zoë", birth="1980-05-07"),
    search("van den Broek", "Soe", birth="1980-05-07"),
    search("Zoë", "Van den Broeck", birth="1980-05-07"),
    search("Van den Broeck", "Zoë", birth="1980-07-05"),
    search("Van den Broeck", "Zoë", birth="1980-05-08"),
    search("Van den Broeck", "Zoë", birth="1980-06-07"),
    search("Van den Broeck", "Zoë", birth="1980-00-00"),
    search("Van den Broeck", "Zoë", birth="1980-05-00"),
    search("Van den Broeck", "Zoë", birth="1982-00-00", tolerance=2),
    search("Van den Broeck", "Zoë", birth="1980-07-00", tolerance=2),
    search("Van den Broeck", "Zoë", birth="1980-05-10", tolerance=3),
    search("Van den Broeck", birth="1980-05-07"),
    search("Van den Broeck", "Anne-Marie", birth="1980-05-07"),
    search("Van den Broeck", "Z", birth="1980-05-07", givenNameMatching="FIRST_LETTER_FIRST_GIVENNAME"),
    search("Van den Broeck", "Zoë", "Anne Marie", birth="1980-05-07", givenNameMatching="ALL_GIVENNAME"),
    search("Van den Broeck", "Fatima", birth="1980-05-07", givenNameMatching="IGNORE_GIVENNAME"),
    search("Van den Broeck", "Zoë", birth="1980-05-07", gender="F"),
    search("Van den Broeck", "Zoë", birth="1980-05-07", gender="X"),
]


def test_the_one_who_is_meant_is_found_and_nobody_else(mirror, ask):
    mirror(WHO, *FAR)
    answered = ask(*MEANT)
    wrong = [asked.content for place, asked in enumerate(MEANT) if answered.found(place) != [A]]
    assert (wrong, set(answered.codes)) == ([], {"MSG00000"})


OTHERS = [
    search("Peeters", "Zoë", birth="1980-05-07"),
    search("Van den Broeck", "Fatima", birth="1980-05-07"),
    search("Van den Broeck", "Zoë", birth="1981-05-07"),
    search("Van den Broeck", "Zoë", birth="1980-05-11", tolerance=3),
    search("Van den Broeck", "Zoë", birth="1980-05-08", tolerance=0),
    search("Van den Broeck", "Zoë", birth="1983-00-00", tolerance=2),
    search("Van den Broeck", "Zoë", birth="1980-05-07", gender="M"),
    search("Van den Broeck", "A", birth="1980-05-07", givenNameMatching="FIRST_LETTER_FIRST_GIVENNAME"),
    search("Van den Broeck", "Zoë", "Fatima", birth="1980-05-07", givenNameMatching="ALL_GIVENNAME"),
]


def test_RAAS0402_who_does_not_agree_is_not_told(mirror, ask):
    mirror(WHO, *FAR)
    answered = ask(*OTHERS)
    wrong = [asked.content for asked, code in zip(OTHERS, answered.codes, strict=True) if code != "RAAS0402"]
    assert wrong == []
    assert [answered.found(place) for place in range(len(OTHERS))] == [[]] * len(OTHERS)


HEARD = [
    ("D'Haese", "Dhaese"), ("Müller", "Mueller"), ("de la Croix", "Delacroix"), ("Lefèbvre", "Lefevre"),
    ("Maes-Dubois", "Dubois"), ("Dubois - Maes", "Maes Dubois"), ("El Amrani", "Amrani"), ("Weiß", "Weiss"),
    ("Boeckx", "Boeks"), ("Claeys", "Clays"), ("Verhaeghe", "Verhaege"), ("Øystein", "Oystein"), ("O'Neill", "O’Neill"),
    ("Schröder", "Schroder"), ("Yıldırım", "Yildirim"),
]  # fmt: skip


def test_a_name_is_found_as_it_is_heard_and_typed(mirror, ask):
    days = [f"19{60 + place}-05-07" for place in range(len(HEARD))]
    held = [
        Person(ssin(n), name, ("Jan",), day, "M") for n, ((name, _), day) in enumerate(zip(HEARD, days, strict=True))
    ]
    mirror(*held)
    answered = ask(*(search(name, "Jan", birth=day) for (_, name), day in zip(HEARD, days, strict=True)))
    assert [answered.found(place) for place in range(len(HEARD))] == [[ssin(place)] for place in range(len(HEARD))]


def test_a_birth_date_of_which_the_register_knows_only_the_year_agrees(mirror, ask):
    mirror(Person(A, "Maes", ("Jan",), "1980-00-00", "M"))
    assert ask(search("Maes", "Jan", birth="1980-05-07")).found() == [A]


def test_the_best_come_first_and_equals_by_number(mirror, ask):
    mirror(
        Person(D, "Maes", ("Jan",), "1980-05-07", None), Person(C, "Maes", ("Jan",), "1980-05-07", None),
        Person(B, "Maas", ("Jan",), "1980-05-07", None), Person(A, "Maes", ("Jan",), "1980-05-09", None),
    )  # fmt: skip
    first = ask(search("Maes", "Jan", birth="1980-05-07"), search("Maes", "Jan", birth="1980-05-07"))
    assert first.found()[:2] == sorted([C, D])
    assert set(first.found()[2:]) == {A, B}
    assert first.found(1) == first.found()
    scores = [int(each.findtext("score")) for each in first.records[0].iterfind("candidates/candidate")]
    assert scores == sorted(scores, reverse=True)


def test_RAAS0403_of_too_many_only_the_best_are_told_and_that_is_said(mirror, ask):
    mirror(*(Person(ssin(number), "Maes", ("Jan",), "1980-05-07") for number in range(85)))
    answered = ask(
        search("Maes", "Jan", birth="1980-05-07"), search("Maes", "Jan", birth="1980-05-07", maximumResultCount=3)
    )
    assert answered.codes == ["RAAS0403", "RAAS0403"]
    assert [len(answered.found(place)) for place in (0, 1)] == [80, 3]
    assert answered.found() == sorted(answered.found())


def test_RAAS0404_a_matching_of_given_names_needs_one(mirror, ask):
    mirror(WHO)
    assert ask(search("Maes", givenNameMatching="ALL_GIVENNAME")).codes == ["RAAS0404"]


def test_RAAS0351_a_birth_date_that_does_not_exist_finds_nobody(mirror, ask):
    mirror(WHO)
    assert ask(search("Van den Broeck", birth="1980-02-30")).codes == ["RAAS0351"]


def test_a_replaced_number_is_not_found_but_its_successor_and_a_canceled_one_not_at_all(mirror, ask, run):
    home = mirror(*(Person(number, "Maes", ("Jan",), "1980-05-07") for number in (A, B, C)))
    events = [Event("replaced", "E1", ssin=A, replaced_by=B), Event("canceled", "E2", ssin=C)]
    send_replacements(home, 1, events)
    run()
    assert ask(search("Maes", "Jan", birth="1980-05-07")).found() == [B]


ODD = [
    search("\ufdfa" * 100, "x" * 100),
    search("'", "-"),
    search("Иванов", "Иван"),
    search("jc " * 33, "rz" * 50, birth="1980-00-00", tolerance=10),
    *(search("Maes", birth=birth, tolerance=10) for birth in ("9999-12-31", "9999-12-00", "9999-00-00")),
    *(search("Maes", birth=birth, tolerance=10) for birth in ("0001-01-01", "0001-01-00", "0001-00-00")),
    search("Maes", birth="0000-00-00"),
]


def test_no_name_and_no_date_keeps_a_file_from_its_answer(mirror, ask):
    """One character may fold into eighteen, a name into nothing, and the calendar ends."""
    mirror(Person(A, "\ufdfa" * 100, ("Jan",), "1980-01-01"), Person(B, "Иванов", ("Иван",), "1980-01-01"))
    answered = ask(*ODD)
    assert answered.codes == ["RAAS0402"] * 2 + ["MSG00000"] + ["RAAS0402"] * (len(ODD) - 4) + ["RAAS0351"]
    assert answered.found(2) == [B]


def test_RAAS0419_beyond_what_a_file_may_look_up_nobody_is_looked_for(mirror, ask, monkeypatch):
    mirror(WHO)
    meant, wide = search("Van den Broeck", birth="1980-05-07"), search("Maes", birth="1980-00-00", tolerance=10)
    monkeypatch.setenv("RAAS_SEARCH_LIMIT", "40")
    answered = ask(meant, wide, meant, create("Claes", "An"), search("Maes", birth="1980-02-30"))
    assert answered.codes == ["MSG00000", "RAAS0419", "RAAS0419", "RAAS0419", "RAAS0351"]
    assert (answered.found(2), answered.created[3]) == ([], None)


# -- rights -------------------------------------------------------------------------------------------------------


def test_only_covered_data_groups_are_told_and_the_others_named(mirror, ask):
    more = "<nationalities><nationality><countryCode>150</countryCode></nationality></nationalities>"
    mirror(Person(A, "Maes", ("Jan",), "1980-05-07", "M", decease_date="2020-01-01", more=more))
    [candidate] = ask(search("Maes", "Jan", birth="1980-05-07")).records[0].iterfind("candidates/candidate")
    assert [child.tag for child in candidate] == ["ssin", "score", "register", "name", "birth", "gender", "withheld"]
    assert [group.text for group in candidate.find("withheld")] == ["decease", "nationalities"]
    assert candidate.findtext("name/lastName") == "Maes"


def test_RAAS0401_without_a_legal_basis_nothing_is_told(mirror, ask, database):
    mirror(WHO)
    answered = ask(search("Van den Broeck", "Zoë", birth="1980-05-07"), search("Maes"), sender=FUND)
    assert answered.codes == ["RAAS0401", "RAAS0401"]
    assert answered.found() == []
    with database.connect() as connection:
        assert ledger.about(connection, A) == []
        assert ledger.verify(connection).wrong == []


@pytest.mark.parametrize("ended", [True, False])
def test_RAAS0401_a_legal_basis_that_is_blocked_or_has_ended_is_none(partners, ask, database, ended):
    number, today = authorise(FUND), datetime.now(BRUSSELS).date()
    with database.begin() as connection:
        if ended:
            connection.execute(
                subscriptions.update(subscriptions.subscription)
                .where(subscriptions.subscription.c.id == number)
                .values(stop=today - timedelta(days=1))
            )
        else:
            subscriptions.block(connection, number, True, "asked by the security officer")
    assert ask(search("Maes"), sender=FUND).codes == ["RAAS0401"]


def test_what_was_told_is_not_told_again_to_one_who_was_blocked_and_nothing_needs_no_right(mirror, ask, run, database):
    home = mirror(WHO)
    searches = [search("Van den Broeck", "Zoë", birth="1980-05-07"), search("Maes")]
    told, nothing = map(ask, searches)
    assert (told.codes, nothing.codes) == (["MSG00000"], ["RAAS0402"])
    with database.begin() as connection:
        [authorisation] = subscriptions.listed(connection)
        subscriptions.block(connection, authorisation.id, True, "asked by the security officer")
    outbox.republish(nothing.rsp.path.name)
    with pytest.raises(Failure, match="the subscription of 0314595348 to PER is blocked"):
        outbox.republish(told.rsp.path.name)

    for number, (answered, asked) in enumerate(zip((told, nothing), searches, strict=True), start=1):
        answered.rsp.path.unlink()
        send_requests(home, number, [asked])
    run()
    assert (told.rsp.path.exists(), nothing.rsp.path.exists()) == (False, True)
    with database.connect() as connection:
        states = connection.scalars(select(file.c.state).where(file.c.flow == "PER").order_by(file.c.id)).all()
    assert states == ["ANSWERED", "ANSWERED", "DUPLICATE", "DUPLICATE"]


def test_an_authorisation_brings_no_daily_files(partners, database):
    from raas_batch.store import nights
    from raas_batch.subscription import stations

    authorise()
    today = datetime.now(BRUSSELS).date()
    with database.connect() as connection:
        assert nights.due(connection, today).subscriptions == 0
    assert stations.due(today) == []


# -- the ledger ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("environment", ["T", "S"])
def test_every_person_told_is_in_the_ledger_under_the_answer_also_of_a_simulation(mirror, ask, database, environment):
    mirror(WHO, *FAR)
    asked = [search("Van den Broeck", "Zoë", birth="1980-05-07"), search("Lambert", birth="1980-05-07"), search("Maes")]
    answered = ask(*asked, environment=environment)
    assert answered.codes == ["MSG00000", "MSG00000", "RAAS0402"]
    with database.connect() as connection:
        assert [(r.told, r.legal_basis, r.file_name) for r in ledger.about(connection, A)] == [
            (["ssin", "name", "birth", "gender"], BASIS, answered.rsp.path.name)
        ]
        found = ledger.verify(connection)
    assert (found.entries, found.items, found.wrong) == (1, 2, [])


def test_an_answer_that_is_not_in_the_ledger_is_found_out(mirror, ask, database):
    from sqlalchemy import text

    mirror(WHO)
    ask(search("Van den Broeck", "Zoë", birth="1980-05-07"))
    with database.begin() as connection:
        connection.execute(text("set local session_replication_role = replica"))
        connection.execute(text("delete from ledger_entry"))
    with database.connect() as connection:
        wrong = ledger.verify(connection).wrong
    assert any(sentence.startswith("file RSP.") and sentence.endswith("is not in the ledger") for sentence in wrong)


def test_nobody_is_told_of_in_an_all_or_nothing_file_of_which_a_record_fails(mirror, ask, database):
    mirror(WHO)
    asked = search("Van den Broeck", "Zoë", birth="1980-05-07"), search("Maes", birth="1980-02-30")
    answered = ask(*asked, mode="ALL_OR_NOTHING")
    assert (answered.codes, answered.found()) == (["RAAS0342", "RAAS0351"], [])
    with database.connect() as connection:
        assert ledger.about(connection, A) == []
