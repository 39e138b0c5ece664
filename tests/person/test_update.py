"""What an organisation may change of a person with a CBSS number, group by group; and who hears of it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from making import (
    FUND,
    MUTUALITY,
    Event,
    Mutation,
    Person,
    Record,
    send_mutations,
    send_registrations,
    send_replacements,
    ssin,
    update_of,
)
from sqlalchemy import select
from subscription.conftest import emit, read, sent

from raas_batch.data_groups import DATA_GROUPS
from raas_batch.settings import BRUSSELS
from raas_batch.store import subscriptions
from raas_batch.store.engine import engine
from raas_batch.store.tables import mutation_event, person

A, B, C, D, E = (ssin(number) for number in range(5))
ADDRESS = (
    "<address><countryCode>150</countryCode><cityCode>21004</cityCode><postalCode>1000</postalCode>"
    "<street>Kerkstraat</street><houseNumber>1</houseNumber></address>"
)
WHO = Person(A, "Dubois", ("Zoé", "Anne"), "1980-05-00", None, more=ADDRESS)
NAME = "<name><lastName>{}</lastName>{}</name>"


def row_of(database, number: str) -> dict:
    with database.connect() as connection:
        return dict(connection.execute(select(person).where(person.c.ssin == number)).one()._mapping)


def kept(database) -> list[tuple]:
    with database.connect() as connection:
        columns = mutation_event.c["event_id", "event_date", "ssin", "data_groups"]
        return [tuple(row) for row in connection.execute(select(*columns).order_by(mutation_event.c.id))]


@pytest.fixture
def all_groups(mirror):
    """Mutuality may ask for everything."""
    from sqlalchemy import text

    with engine().begin() as connection:
        connection.execute(text("update subscription set data_groups = null"))
    return mirror


def name(last: str, *firsts: str) -> str:
    return NAME.format(last, "".join(f"<firstName>{first}</firstName>" for first in firsts))


WEIGHED = [
    (name("Dubois", "Zoé", "Anne"), {"name": "RAAS0416"}, "RAAS0416"),
    (name("DUBOIS", "Zoé", "Anne"), {"name": "RAAS0416"}, "RAAS0416"),
    (name("Dubois", "Zoé", "Anne", "Lou"), {"name": "MSG00000"}, "MSG00000"),
    (name("Dubois", "Zoé"), {"name": "RAAS0418"}, "RAAS0414"),
    (name("Dubois", "Zoe", "Anne"), {"name": "RAAS0418"}, "RAAS0414"),
    (name("Dubois-Maes", "Zoé", "Anne"), {"name": "MSG00000"}, "MSG00000"),
    (name("Dubois2", "Zoé", "Anne"), {"name": "RAAS0405"}, "RAAS0414"),
    ("<birth><birthDate>1980-05-17</birthDate></birth>", {"birth": "MSG00000"}, "MSG00000"),
    ("<birth><birthDate>1980-00-00</birthDate></birth>", {"birth": "RAAS0418"}, "RAAS0414"),
    ("<birth><birthDate>1981-00-00</birthDate></birth>", {"birth": "RAAS0418"}, "RAAS0414"),
    ("<birth><birthDate>1981-06-00</birthDate></birth>", {"birth": "MSG00000"}, "MSG00000"),
    ("<birth><birthDate>1920-06-01</birthDate></birth>", {"birth": "RAAS0409"}, "RAAS0414"),
    ("<gender><gender>F</gender></gender>", {"gender": "MSG00000"}, "MSG00000"),
    ("<gender/>", {"gender": "RAAS0416"}, "RAAS0416"),
    ("<gender><gender>X</gender></gender>", {"gender": "MSG00000"}, "MSG00000"),
    ("<address/>", {"address": "RAAS0418"}, "RAAS0414"),
    (ADDRESS.replace("<houseNumber>1</houseNumber>", ""), {"address": "RAAS0418"}, "RAAS0414"),
    (ADDRESS.replace("<street>Kerkstraat</street>", ""), {"address": "RAAS0406"}, "RAAS0414"),
    (ADDRESS.replace("Kerkstraat", "Dorp"), {"address": "MSG00000"}, "MSG00000"),
    ("<decease><deceaseDate>2026-01-01</deceaseDate></decease>", {"decease": "MSG00000"}, "MSG00000"),
    ("<decease><deceaseDate>2080-01-01</deceaseDate></decease>", {"decease": "RAAS0352"}, "RAAS0414"),
    ("<decease><deceaseDate>1970-01-01</deceaseDate></decease>", {"decease": "RAAS0352"}, "RAAS0414"),
    (
        "<birth><birthDate>1960-06-00</birthDate></birth><decease><deceaseDate>1970-01-01</deceaseDate></decease>",
        {"birth": "MSG00000", "decease": "MSG00000"},
        "MSG00000",
    ),
    (name("Maes", "Zoé", "Anne") + "<address/>", {"name": "MSG00000", "address": "RAAS0418"}, "RAAS0413"),
    (name("Maes", "Zoé", "Anne") + ADDRESS, {"name": "MSG00000", "address": "RAAS0416"}, "MSG00000"),
]


def test_every_group_gets_a_verdict_and_only_what_is_more_or_newer_is_taken(all_groups, ask, database):
    numbers = [ssin(place) for place in range(len(WEIGHED))]
    all_groups(*(replace(WHO, ssin=number) for number in numbers))
    before = [row_of(database, number) for number in numbers]
    answered = ask(*(update_of(number, groups) for number, (groups, _, _) in zip(numbers, WEIGHED, strict=True)))
    assert answered.codes == [code for *_, code in WEIGHED]
    told = [{group: code for group, (_, code) in answered.groups(place).items()} for place in range(len(WEIGHED))]
    assert told == [verdicts for _, verdicts, _ in WEIGHED]
    taken = {
        number: {group for group, code in verdicts.items() if code == "MSG00000"}
        for number, (_, verdicts, _) in zip(numbers, WEIGHED, strict=True)
    }
    assert {number: set(groups) for _, _, number, groups in kept(database)} == {n: g for n, g in taken.items() if g}
    changed = [row_of(database, number) != row for number, row in zip(numbers, before, strict=True)]
    assert changed == [bool(taken[number]) for number in numbers]


def test_a_known_gender_does_not_become_unknown_and_an_early_birth_stays(all_groups, ask, database):
    all_groups(replace(WHO, gender="F"), replace(WHO, ssin=B, birth_date="1926-11-00"))
    unknown, later = "<gender><gender>X</gender></gender>", "<birth><birthDate>1930-01-01</birthDate></birth>"
    answered = ask(update_of(A, unknown), update_of(B, later))
    assert [answered.groups(place) for place in (0, 1)] == [
        {"gender": ("NOK", "RAAS0418")}, {"birth": ("NOK", "RAAS0409")},
    ]  # fmt: skip
    assert kept(database) == []


def test_the_mirror_follows_and_the_mutation_has_no_event_id(all_groups, ask, database):
    all_groups(WHO)
    ask(update_of(A, name("D`Haese", "Zoë", "Anne"), "2026-03-01"))
    now = row_of(database, A)
    assert (now["last_name"], now["first_names"]) == ("D'Haese", ["Zoë", "Anne"])
    assert (now["folded_last_name"], now["folded_first_names"]) == ("d'haese", ["zoe", "anne"])
    assert kept(database) == [
        (None, date(2026, 3, 1), A, {"name": {"lastName": "D'Haese", "firstName": ["Zoë", "Anne"]}})
    ]


def test_RAAS0417_what_is_older_than_the_last_change_is_not_taken(all_groups, ask, run, database):
    home = all_groups(WHO)
    send_mutations(home, 1, [Mutation("E1", A, name("Maes", "Zoé", "Anne"), "2026-06-01")])
    run()
    older = ask(update_of(A, name("Claes", "Zoé", "Anne"), "2026-05-31"))
    assert (older.codes, older.groups()) == (["RAAS0414"], {"name": ("NOK", "RAAS0417")})
    assert ask(update_of(A, name("Claes", "Zoé", "Anne"), "2026-06-01")).codes == ["MSG00000"]
    assert row_of(database, A)["last_name"] == "Claes"


def test_RAAS0415_what_the_legal_basis_does_not_cover_is_not_taken(mirror, ask, database):
    mirror(WHO)
    answered = ask(update_of(A, name("Maes", "Zoé", "Anne") + ADDRESS.replace("Kerkstraat", "Dorp")))
    assert answered.codes == ["RAAS0413"]
    assert answered.groups() == {"name": ("OK", "MSG00000"), "address": ("NOK", "RAAS0415")}
    assert row_of(database, A)["data_groups"]["address"]["street"] == "Kerkstraat"


NOT_IN_ORDER = [
    (B, "2026-01-01", name("Maes"), "RAAS0412"),
    (C, "2026-01-01", name("Maes"), "RAAS0311"),
    (A[:-2] + "00", "2026-01-01", name("Maes"), "RAAS0301"),
    (A, "2026-01-01", "", "RAAS0372"),
    (D, "1980-04-30", name("Maes", "Zoé", "Anne"), "RAAS0411"),
    (E, str(date.today() + timedelta(days=2)), name("Maes", "Zoé", "Anne"), "RAAS0411"),
]


def test_an_update_that_is_not_in_order_fails_alone(all_groups, ask, database):
    all_groups(WHO, Person(B, register="NR"), replace(WHO, ssin=D), replace(WHO, ssin=E))
    answered = ask(*(update_of(number, groups, since) for number, since, groups, _ in NOT_IN_ORDER))
    assert answered.codes == [code for *_, code in NOT_IN_ORDER]
    assert kept(database) == []


def test_RAAS0353_two_updates_of_one_person_in_a_file(all_groups, ask, database):
    all_groups(WHO)
    both = [update_of(A, name(last, "Zoé", "Anne")) for last in ("Maes", "Claes")]
    assert ask(*both).codes == ["MSG00000", "RAAS0353"]
    assert row_of(database, A)["last_name"] == "Maes"


def test_RAAS0312_RAAS0313_a_canceled_number_is_refused_and_a_replaced_one_followed(all_groups, ask, run, database):
    home = all_groups(WHO, Person(B, "Dubois", ("Zoé", "Anne")), Person(C))
    send_replacements(home, 1, [Event("replaced", "E1", ssin=A, replaced_by=B), Event("canceled", "E2", ssin=C)])
    run()
    answered = ask(update_of(A, name("Maes", "Zoé", "Anne")), update_of(C, name("Maes", "An")))
    assert answered.codes == ["RAAS0313", "RAAS0312"]
    assert answered.records[0].findtext("replacedBy") == B
    assert (row_of(database, A)["last_name"], row_of(database, B)["last_name"]) == ("Dubois", "Maes")


def test_everybody_who_knows_the_person_hears_of_it_the_sender_too(all_groups, ask, run, database):
    home = all_groups(WHO)
    today = datetime.now(BRUSSELS).date()
    with engine().begin() as connection:
        for organisation in (MUTUALITY, FUND):
            wanted = subscriptions.Wanted(organisation, "NMU", "CSI/2026/9", date(2020, 1, 1))
            subscriptions.add(connection, wanted, today)
    for organisation in (MUTUALITY, FUND):
        send_registrations(home, organisation, 1, [Record(A, "2020-01-01")])
    run()
    ask(update_of(A, name("Maes", "Zoé", "Anne")))
    emit(today)
    for organisation in (MUTUALITY, FUND):
        [mutation] = read(sent(home, organisation, "NMU")[0]).iterfind("mutations/mutation")
        assert (mutation.findtext("ssin"), mutation.findtext("name/lastName")) == (A, "Maes")
        assert mutation.find("eventId") is None


def test_a_simulated_update_answers_the_same_and_changes_nothing(all_groups, ask, database):
    all_groups(WHO)
    before = row_of(database, A)
    answered = ask(update_of(A, name("Maes", "Zoé", "Anne")), environment="S")
    assert (answered.codes, answered.groups()) == (["MSG00000"], {"name": ("OK", "MSG00000")})
    assert (row_of(database, A), kept(database)) == (before, [])


def test_the_order_of_the_verdicts_is_that_of_the_schema(all_groups, ask):
    all_groups(WHO)
    sent_groups = name("Maes", "Zoé", "Anne") + "<gender/>" + ADDRESS
    told = list(ask(update_of(A, sent_groups)).groups())
    assert told == [group for group in DATA_GROUPS if group in told]
