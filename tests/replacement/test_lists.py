"""What one event of a replacement list means for those after it: in the same list, and in later ones."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from making import SOURCE, Event, Person, file_name, send_population, send_replacements, ssin
from reading import answer
from sqlalchemy import Engine, select

from raas_batch.store.tables import replacement

A, B, C, NOBODY = (ssin(number) for number in range(4))
A_BY_B = Event("replaced", "E1", ssin=A, replaced_by=B)
A_BY_C = Event("replaced", "E5", ssin=A, replaced_by=C)
USED = "RAAS0306"
OK, KNOWN, OTHER, NOT_THERE, NOT_REVOCABLE = "MSG00000", "RAAS0361", "RAAS0362", "RAAS0363", "RAAS0365"


@pytest.fixture
def mirror(partners: Path, run: Callable[[], None]) -> Path:
    """``partners`` with A, B and C in the mirror."""
    send_population(partners, 1, [Person(A), Person(B), Person(C)])
    run()
    return partners


def revoking(event_id: str, revoked: str) -> Event:
    return Event("revoked", event_id, revoked_event_id=revoked)


def named(record_id: str, event: Event) -> Event:
    return replace(event, record_id=record_id)


def codes(home: Path, sequence: int) -> list[str]:
    return [verdict.code for verdict in answer(home, SOURCE, "RSP", file_name("RPL", SOURCE, sequence)).verdicts]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([A_BY_B, A_BY_B], [OK, KNOWN]),
        ([A_BY_B, Event("canceled", "E1", ssin=C)], [OK, KNOWN]),
        ([A_BY_B, Event("replaced", "E2", ssin=A, replaced_by=B)], [OK, KNOWN]),
        ([A_BY_B, Event("replaced", "E2", ssin=A, replaced_by=C)], [OK, OTHER]),
        ([A_BY_B, revoking("E2", "E1"), Event("replaced", "E3", ssin=A, replaced_by=C)], [OK, OK, OK]),
        ([A_BY_B, revoking("E2", "E1"), A_BY_B], [OK, OK, KNOWN]),
        ([A_BY_B, revoking("E2", "E1"), revoking("E3", "E1")], [OK, OK, NOT_REVOCABLE]),
        ([A_BY_B, revoking("E2", "E1"), revoking("E3", "E2")], [OK, OK, NOT_REVOCABLE]),
        ([revoking("E2", "E1"), A_BY_B], [NOT_REVOCABLE, OK]),
        ([Event("replaced", "E1", ssin=A, replaced_by=NOBODY), A_BY_B], [NOT_THERE, OK]),
        ([Event("canceled", "E1", ssin=B), Event("replaced", "E2", ssin=A, replaced_by=B)], [OK, NOT_THERE]),
        ([named("1", A_BY_B), named("1", revoking("E2", "E1")), named("2", revoking("E3", "E1"))], [OK, USED, OK]),
        ([named("1", revoking("E1", "E9")), named("1", A_BY_B)], [NOT_REVOCABLE, USED]),
        (
            [
                A_BY_B,
                Event("replaced", "E2", ssin=B, replaced_by=C),
                revoking("E3", "E1"),
                revoking("E4", "E2"),
                A_BY_C,
            ],
            [OK, OK, OK, OK, OK],
        ),
    ],
)
def test_an_event_is_judged_after_those_before_it(
    mirror: Path, run: Callable[[], None], events: list[Event], expected: list[str]
) -> None:
    send_replacements(mirror, 1, events)
    run()
    assert codes(mirror, 1) == expected


def test_events_of_earlier_lists_are_known_and_can_be_revoked(
    mirror: Path, run: Callable[[], None], database: Engine
) -> None:
    send_replacements(mirror, 1, [A_BY_B, Event("canceled", "E2", ssin=C)])
    send_replacements(mirror, 2, [A_BY_B, Event("canceled", "E1", ssin=C), Event("canceled", "E2", ssin=B)])
    send_replacements(mirror, 3, [revoking("E3", "E1"), revoking("E3", "E2"), revoking("E4", "E2"), A_BY_B])
    send_replacements(mirror, 4, [revoking("E3", "E3"), A_BY_C])
    run()
    assert [codes(mirror, sequence) for sequence in (1, 2, 3, 4)] == [
        [OK, OK],
        [KNOWN, KNOWN, KNOWN],
        [OK, KNOWN, OK, KNOWN],
        [KNOWN, OK],
    ]
    with database.connect() as connection:
        assert [(row.old_ssin, row.last_ssin) for row in connection.execute(select(replacement))] == [(A, C)]


def test_a_cancellation_of_an_earlier_list_stands_until_it_is_revoked(mirror: Path, run: Callable[[], None]) -> None:
    send_replacements(mirror, 1, [Event("canceled", "E1", ssin=B)])
    send_replacements(mirror, 2, [replace(A_BY_B, event_id="E2")])
    send_replacements(mirror, 3, [revoking("E3", "E1"), replace(A_BY_B, event_id="E2")])
    run()
    assert [codes(mirror, sequence) for sequence in (1, 2, 3)] == [[OK], [NOT_THERE], [OK, OK]]
