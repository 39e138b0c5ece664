"""Who hears of messages, through real files, against a definition that knows only sets of days."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from emptying import KEPT, empty
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import (
    FUND,
    MUTUALITY,
    NETWORK,
    Event,
    Message,
    Person,
    Record,
    send_messages,
    send_population,
    send_registrations,
    send_replacements,
    ssin,
)
from network.conftest import BASIS
from sqlalchemy import Engine
from subscription.conftest import emit, read, sent
from thorough import SAME_EVERY_TIME, times

from raas_batch.store import services, subscriptions
from raas_batch.xml.schemas import Given

PEOPLE = [ssin(number) for number in range(4)]
DAY_ZERO = date(2026, 1, 1)
SCHEMA = b"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:said">
    <xs:element name="said"/></xs:schema>"""

person = st.integers(0, len(PEOPLE) - 1)
service = st.sampled_from(["ONE", "TWO"])
line = st.tuples(
    st.sampled_from([MUTUALITY, FUND]), person, st.sampled_from(["EMPLOYEE", "STUDENT"]), st.integers(0, 9),
    st.integers(0, 5),
)  # fmt: skip
subscribed = st.dictionaries(
    st.tuples(st.sampled_from([MUTUALITY, FUND]), service),
    st.tuples(st.sampled_from([(), ("EMPLOYEE",), ("STUDENT",)]), st.sampled_from([None, None, None, -1])),
)
message = st.tuples(st.integers(1, 6), service, person, st.integers(0, 12))


def day(number: int) -> str:
    return str(DAY_ZERO + timedelta(number))


def expected(
    lines: list[tuple[str, int, str, int, int]],
    becomes: list[int],
    subscriptions_: dict[tuple[str, str], tuple[tuple[str, ...], int | None]],
    messages: list[tuple[int, str, int, int]],
) -> set[tuple[object, ...]]:
    """(organisation, service, message id, number as sent, last number, dossier types) of everything that is heard."""
    known = {(who, becomes[whom], kind, at) for who, whom, kind, begin, more in lines
             for at in range(begin, begin + more + 1)}  # fmt: skip
    taken, heard = set(), set()
    for message_id, of_service, whom, at in messages:
        if (message_id, of_service) in taken:
            continue
        taken.add((message_id, of_service))
        for (who, wanted), (kinds, ends) in subscriptions_.items():
            found = {k for w, p, k, d in known if (w, p, d) == (who, becomes[whom], at) and (not kinds or k in kinds)}
            if wanted == of_service and ends is None and found:
                last = None if becomes[whom] == whom else PEOPLE[becomes[whom]]
                heard.add((who, of_service, f"M{message_id}", PEOPLE[whom], last, tuple(sorted(found))))
    return heard


def told(home: Path) -> list[tuple[object, ...]]:
    """The same, of the files in the outboxes."""
    return [
        (
            who, root.findtext("networkService"), each.findtext("messageId"), each.findtext("ssin"),
            each.findtext("replacedBy"), tuple(kind.text for kind in each.iterfind("dossierTypes/dossierType")),
        )
        for who in (MUTUALITY, FUND)
        for root in map(read, sent(home, who, "NNE"))
        for each in root.iterfind("messages/message")
    ]  # fmt: skip


@settings(
    max_examples=times(3), deadline=None, derandomize=SAME_EVERY_TIME, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    lines=st.lists(line, min_size=1, max_size=8),
    successor=st.sampled_from([None, (0, 1), (1, 0)]),
    chain=st.booleans(),
    wanted=subscribed,
    messages=st.lists(message, min_size=1, max_size=10),
)
def test_a_message_is_heard_by_whom_a_line_on_its_day_and_a_subscription_say(
    network: Path, run: Callable[[], None], database: Engine, today: date,
    lines: list[tuple[str, int, str, int, int]], successor: tuple[int, int] | None, chain: bool,
    wanted: dict[tuple[str, str], tuple[tuple[str, ...], int | None]], messages: list[tuple[int, str, int, int]],
) -> None:  # fmt: skip
    for path in (network / "outbox").glob("*/*"):
        path.unlink()
    becomes = list(range(len(PEOPLE)))
    pairs = [] if successor is None else [successor, *([(successor[1], 2)] if chain else [])]
    with database.begin() as connection:
        empty(connection, but=KEPT)
        for code in ("ONE", "TWO"):
            services.add(connection, code, code.title(), NETWORK, Given((("said.xsd", SCHEMA),)))
        for (who, code), (kinds, ends) in wanted.items():
            last_day = None if ends is None else today + timedelta(ends)
            subscriptions.add(
                connection,
                subscriptions.Wanted(
                    who, "NNE", BASIS, date(2020, 1, 1), last_day, dossier_types=kinds, network_service=code
                ),
                today - timedelta(1),
            )
    send_population(network, 1, list(map(Person, PEOPLE)))
    for who in (MUTUALITY, FUND):
        own = [Record(PEOPLE[p], day(b), day(b + m), dossier_type=k) for w, p, k, b, m in lines if w == who]
        send_registrations(network, who, 1, own)
    run()
    for old, new in pairs:
        becomes = [new if last == old else last for last in becomes]
    send_replacements(network, 1, [Event("replaced", f"E{o}", ssin=PEOPLE[o], replaced_by=PEOPLE[n]) for o, n in pairs])
    parts = [
        Message(f"M{number}", PEOPLE[whom], day(at), '<s:said xmlns:s="urn:said"/>', code)
        for number, code, whom, at in messages
    ]
    send_messages(network, 1, parts)
    run()
    emit(today)
    found = told(network)
    assert len(found) == len(set(found)), "nothing is told twice"
    assert set(found) == expected(lines, becomes, wanted, messages)
