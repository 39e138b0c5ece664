"""Who gets a CBSS number, who does not and why; what such a number is; that nobody gets one twice."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

from making import (
    FUND,
    MUTUALITY,
    Event,
    Person,
    Record,
    create,
    search,
    send_registrations,
    send_replacements,
    send_requests,
    ssin,
)
from person.conftest import Answered, authorise
from sqlalchemy import select, text

from raas_batch.ssin import defect, with_check_digits
from raas_batch.store import ledger
from raas_batch.store.tables import cbss_number, line, mutation_event, person, staged_request

A, B = ssin(0), ssin(1)
BIRTH_PLACE = "<birthPlace><countryCode>111</countryCode><cityName>Lille</cityName></birthPlace>"


def persons(database) -> dict[str, dict]:
    with database.connect() as connection:
        return {row.ssin: dict(row._mapping) for row in connection.execute(select(person))}


def test_a_number_is_created_and_its_person_is_in_the_mirror(mirror, ask, database):
    mirror()
    answered = ask(create("D`Haese", "Zoë", "Lou", birth="1980-05-07", rest=BELGIAN + BIRTH_PLACE))
    [number] = answered.created
    assert answered.codes == ["MSG00000"]
    assert re.fullmatch(r"806507\d{3}\d{2}", number)
    assert int(number[6:9]) % 2 == 0
    assert defect(number, date.today(), mock_allowed=True) is None
    held = persons(database)[number]
    assert (held["register"], held["last_name"], held["first_names"]) == ("BIS", "D'Haese", ["Zoë", "Lou"])
    assert (held["folded_last_name"], held["folded_first_names"]) == ("d'haese", ["zoe", "lou"])
    assert (held["birth_date"], held["gender"], held["canceled"]) == ("1980-05-07", "F", False)
    assert held["data_groups"]["address"]["street"] == "Willebroekkaai"
    with database.connect() as connection:
        kept = connection.execute(select(cbss_number)).one()
        assert (kept.ssin, kept.asked["birthPlace"]["cityName"]) == (number, "Lille")
        assert [row.told for row in ledger.about(connection, number)] == [["ssin"]]
        assert ledger.verify(connection).wrong == []
        assert connection.execute(select(staged_request)).all() == []
        assert connection.execute(select(mutation_event)).all() == []


BELGIAN = (
    "<address><countryCode>150</countryCode><cityCode>21004</cityCode><postalCode>1000</postalCode>"
    "<street>Willebroekkaai</street></address>"
)


def test_the_new_number_can_be_registered_and_is_found(mirror, ask, run, database):
    home = mirror()
    [number] = ask(create("Peeters", "An")).created
    send_registrations(home, MUTUALITY, 1, [Record(number, "2026-01-01")])
    assert ask(search("Peeters", "An")).found() == [number]
    with database.connect() as connection:
        assert connection.scalars(select(line.c.ssin)).all() == [number]


def test_persons_of_one_birth_date_get_numbers_that_differ_and_tell_the_gender(mirror, ask):
    mirror()
    names = ["Peeters", "Lambert", "Yilmaz", "Claes", "Wouters", "Dupont"]
    asked = [create(name, "Robin", gender="MFX"[place % 3]) for place, name in enumerate(names)]
    answered = ask(*asked)
    assert answered.codes == ["MSG00000"] * 6
    numbers = answered.created
    assert len(set(numbers)) == 6
    parities = [int(number[6:9]) % 2 for number in numbers]
    assert [parities[place] for place in (0, 3)] == [1, 1]
    assert [parities[place] for place in (1, 4)] == [0, 0]


WRONG = [
    (create("Peeters", birth="1980-05-07"), "RAAS0406"),
    (create("Peeters", "An", rest=""), "RAAS0406"),
    (create("Peeters", "An", rest="<address><countryCode>150</countryCode></address>"), "RAAS0406"),
    (create("Peeters", "An", birth="1980-00-00", rest=BIRTH_PLACE), "RAAS0406"),
    (create("Peeters", "An", gender=None, rest=BIRTH_PLACE), "RAAS0406"),
    (create("Peeters 2", "An"), "RAAS0405"),
    (create("Peeters", "an"), "RAAS0405"),
    (create("O’Neill", "An"), "RAAS0405"),
    (create("Peeters..", "An"), "RAAS0405"),
    (create("Иванов", "An"), "RAAS0405"),
    (create("P" * 49, "An"), "RAAS0405"),
    (create("Peeters", "An", birth="1926-12-01"), "RAAS0409"),
    (create("Peeters", "An", birth="2080-01-01"), "RAAS0410"),
    (create("Peeters", "An", birth="1980-02-30"), "RAAS0351"),
]


def test_a_creation_that_lacks_or_breaks_something_fails_alone(mirror, ask, database):
    mirror()
    answered = ask(*(asked for asked, _ in WRONG), create("Lambert", "Jean", gender="M"))
    assert answered.codes == [*(code for _, code in WRONG), "MSG00000"]
    assert list(persons(database)) == answered.created[-1:]


def test_birth_place_and_gender_do_without_address(mirror, ask):
    mirror()
    assert ask(create("Peeters", "An", rest=BIRTH_PLACE)).codes == ["MSG00000"]


ALIKE = [
    create("Peters", "An", birth="1980-05-07"),
    create("Peeters", "Anne", birth="1980-05-07"),
    create("An", "Peeters", birth="1980-05-07"),
    create("Peeters", "An", birth="1980-07-05"),
    create("Peeters", "An", birth="1980-05-08"),
    create("Peeters", "An", birth="1980-00-00"),
]


def test_RAAS0407_who_may_be_known_already_gets_no_number_but_the_candidates(mirror, ask, database):
    mirror(Person(A, "Peeters", ("An",), "1980-05-07"), Person(B, "Lambert", ("Jean",), "1980-05-07"))
    answered = ask(*ALIKE)
    assert answered.codes == ["RAAS0407"] * len(ALIKE)
    assert [answered.found(place) for place in range(len(ALIKE))] == [[A]] * len(ALIKE)
    assert answered.created == [None] * len(ALIKE)
    assert answered.records[0].findtext("status") == "NOK"
    assert set(persons(database)) == {A, B}
    with database.connect() as connection:
        told = [["ssin", "name", "birth", "gender"]] * len(ALIKE)
        assert [row.told for row in ledger.about(connection, A)] == told


def test_who_is_surely_another_gets_a_number(mirror, ask):
    mirror(Person(A, "Peeters", ("An",), "1980-01-01"))
    others = create("Peeters", "Luc"), create("Claes", "An"), create("Peeters", "An", birth="1981-01-01")
    assert ask(*others).codes == ["MSG00000"] * 3


def test_who_was_compared_and_is_another_gets_a_number(mirror, ask):
    mirror(Person(A, "Peeters", ("An",), "1980-01-01"))
    surely = create("Peeters", "An", rest=f"{BELGIAN}<otherPerson>{A}</otherPerson>")
    assert ask(create("Peeters", "An"), surely, surely).codes == ["RAAS0407", "MSG00000", "RAAS0408"]


def test_RAAS0408_the_same_person_twice_in_a_file_gets_one_number(mirror, ask, database):
    mirror()
    first, *others = create("Peeters", "An", birth="1980-05-07"), *ALIKE
    assert ask(first, *others, create("Claes", "An", birth="1980-05-07")).codes == [
        "MSG00000", *["RAAS0408"] * len(ALIKE), "MSG00000",
    ]  # fmt: skip
    assert len(persons(database)) == 2


def test_RAAS0419_more_new_persons_of_one_birth_date_than_are_compared(mirror, ask, monkeypatch):
    mirror()
    monkeypatch.setattr("raas_batch.person.sought.MOST_WITH_A_KEY", 2)
    asked = [create(last, "An") for last in ("Peeters", "Claes", "Dubois")]
    assert ask(*asked, create("Maes", "An", birth="1981-02-02")).codes == [
        "MSG00000", "MSG00000", "RAAS0419", "MSG00000",
    ]  # fmt: skip


def test_RAAS0407_who_asks_again_is_told_the_number(mirror, ask):
    mirror()
    [number] = ask(create("Peeters", "An")).created
    again = ask(create("Peeters", "An"))
    assert (again.codes, again.found()) == (["RAAS0407"], [number])


def test_a_simulation_says_what_would_be_and_gives_no_number(mirror, ask, database):
    mirror()
    answered = ask(create("Peeters", "An"), create("Peeters", "an"), environment="S")
    assert (answered.codes, answered.created) == (["MSG00000", "RAAS0405"], [None, None])
    assert answered.records[0].find("created") is not None
    assert persons(database) == {}
    with database.connect() as connection:
        assert connection.execute(select(cbss_number)).all() == []


def test_a_number_that_was_ever_known_is_not_given(mirror, ask, run):
    """Neither one that a person had who is canceled, nor one that was replaced without ever being in the mirror."""
    known = [with_check_digits(f"806101{counter:03d}", born_2000=False) for counter in (0, 2, 4)]
    home = mirror(Person(known[0], "Lambert", ("Ria",), canceled=True), Person(A))
    send_replacements(home, 1, [Event("replaced", "E1", ssin=known[1], replaced_by=A)])
    run()
    assert ask(create("Claes", "Ria")).created == known[2:]


def test_RAAS0401_without_a_legal_basis_no_number_is_created(mirror, ask, database):
    mirror()
    assert ask(create("Peeters", "An"), sender=FUND).codes == ["RAAS0401"]
    assert persons(database) == {}


def test_two_workers_create_persons_of_one_birth_date_at_once_and_no_number_twice(mirror, run, database):
    home = mirror()
    authorise(FUND)
    lasts = ["Peeters", "Lambert", "Yilmaz", "Claes", "Wouters", "Dupont", "El Amrani", "Van den Broeck", "Schröder"]
    firsts = ["Jan", "Mehmet", "Luc", "Philippe"]
    for place, sender in enumerate((MUTUALITY, FUND)):
        for number in range(1, 3):
            asked = [create(last, firsts[place * 2 + number - 1], gender="M") for last in lasts]
            send_requests(home, number, asked, sender)
    command = [str(Path(sys.executable).parent / "raas"), "run"]
    workers = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [worker.communicate(timeout=120) for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0], said
    run()
    numbers: list[str] = []
    for sender in (MUTUALITY, FUND):
        for number in range(1, 3):
            answered = Answered(home, f"PER.{sender}.20261122.{number:05d}.T.xml", sender)
            numbers += [each for each in answered.created if each]
    assert len(numbers) == len(set(numbers)) == 2 * 2 * 9
    assert set(numbers) == set(persons(database))
    assert all(defect(number, date.today(), mock_allowed=True) is None for number in numbers)
    with database.connect() as connection:
        assert connection.scalar(text("select count(*) from cbss_number")) == len(numbers)
        assert ledger.verify(connection).wrong == []
