"""Who hears what of changed identification data, and what of it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from lxml import etree
from making import FUND, MUTUALITY, Mutation, Person, Record, send_mutations, send_population, send_registrations, ssin
from subscription.conftest import emit, read, sent

from raas_batch.store import ledger
from raas_batch.store.engine import engine

AN, BART = ssin(0), ssin(1)
NAME = "<name><lastName>Maes</lastName><firstName>An</firstName></name>"
ADDRESS = "<address><street>Kerkstraat</street><houseNumber>1</houseNumber></address>"


@pytest.fixture
def known(partners: Path, subscribe: Callable[..., int], run: Callable[[], None]) -> Path:
    """The Mutuality knows An since 2020 and hears of her name only; the Fund knew her in 2024 and hears everything."""
    subscribe(MUTUALITY, "NMU", data_groups=("name",))
    subscribe(FUND, "NMU")
    send_population(partners, 1, [Person(AN), Person(BART)])
    send_registrations(
        partners, MUTUALITY, 1, [Record(AN, "2020-01-01"), Record(AN, "2021-01-01", dossier_type="STUDENT")]
    )
    send_registrations(partners, FUND, 1, [Record(AN, "2024-01-01", "2024-12-31")])
    run()
    return partners


def heard(home: Path, organisation: str) -> list[etree._Element]:
    return [
        mutation for path in sent(home, organisation, "NMU") for mutation in read(path).iterfind("mutations/mutation")
    ]


def test_only_what_is_covered_leaves_and_what_is_withheld_is_named(
    known: Path, run: Callable[[], None], today: date
) -> None:
    send_mutations(known, 1, [Mutation("M1", AN, NAME + ADDRESS, "2024-06-01")])
    run()
    emit(today)
    [of_mutuality], [of_fund] = heard(known, MUTUALITY), heard(known, FUND)
    assert of_mutuality.findtext("name/lastName") == "Maes"
    assert of_mutuality.find("address") is None
    assert [group.text for group in of_mutuality.iterfind("withheld/dataGroup")] == ["address"]
    assert [kind.text for kind in of_mutuality.iterfind("dossierTypes/dossierType")] == ["EMPLOYEE", "STUDENT"]
    assert (of_fund.findtext("address/street"), of_fund.find("withheld")) == ("Kerkstraat", None)
    with engine().connect() as connection:
        assert [row.told for row in ledger.about(connection, AN)] == [["name"], ["name", "address"]]


@pytest.mark.parametrize(
    ("hearing", "event_date", "hears"),
    [
        ("SINCE_EVENT", "2025-01-01", False), ("SINCE_EVENT", "2024-12-31", True), ("SINCE_EVENT", "2023-01-01", True),
        ("ON_EVENT_DATE", "2023-12-31", False), ("ON_EVENT_DATE", "2024-01-01", True),
        ("ON_EVENT_DATE", "2025-01-01", False),
    ],
)  # fmt: skip
def test_who_had_a_line_on_the_day_of_the_event_or_since_hears_of_it(
    known: Path, run: Callable[[], None], today: date, monkeypatch: pytest.MonkeyPatch,
    hearing: str, event_date: str, hears: bool,
) -> None:  # fmt: skip
    monkeypatch.setenv("RAAS_HEARING", hearing)
    send_mutations(known, 1, [Mutation("M1", AN, NAME, event_date)])
    run()
    emit(today)
    assert len(heard(known, FUND)) == hears


def test_a_correction_says_that_it_is_one(known: Path, run: Callable[[], None], today: date) -> None:
    send_mutations(known, 1, [Mutation("M1", AN, NAME, correction=True), Mutation("M2", AN, NAME)])
    run()
    emit(today)
    assert [mutation.findtext("correction") for mutation in heard(known, MUTUALITY)] == ["true", None]


def test_an_event_sent_twice_is_told_once(known: Path, run: Callable[[], None], today: date) -> None:
    for sequence in (1, 2):
        send_mutations(known, sequence, [Mutation("M1", AN, NAME)])
    run()
    emit(today)
    assert [mutation.findtext("eventId") for mutation in heard(known, MUTUALITY)] == ["M1"]


def test_a_refreshed_population_is_heard_as_far_as_it_differs(
    known: Path, run: Callable[[], None], today: date
) -> None:
    send_population(known, 2, [Person(AN, last_name="Maes"), Person(BART)])
    run()
    emit(today)
    [mutation] = heard(known, MUTUALITY)
    assert (mutation.findtext("eventId"), mutation.findtext("name/lastName")) == (None, "Maes")
    assert mutation.find("withheld") is None, "nothing else differs"


def test_a_simulation_tells_nobody(known: Path, run: Callable[[], None], today: date) -> None:
    send_mutations(known, 1, [Mutation("M1", AN, NAME)], environment="S")
    run()
    emit(today)
    assert heard(known, MUTUALITY) == []
