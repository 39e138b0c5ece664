"""A base file and what came after it give a later base file, whatever happened, in whatever order it is read."""

import random
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from emptying import KEPT, empty
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from making import MUTUALITY, Person, send_population
from replacement.model import PEOPLE, Model, send, steps
from sqlalchemy import Engine
from subscription.conftest import BASIS, emit, later, periods, read, sent
from thorough import SAME_EVERY_TIME, times

from raas_batch.store import subscriptions
from raas_batch.subscription import base

Dossiers = dict[tuple[str, str], tuple[int, list[str]]]
"""(SSIN, dossier type) to the number of the last change and the lines it left."""


def dossier(element: etree._Element) -> tuple[str, str]:
    return str(element.findtext("ssin")), str(element.findtext("dossierType"))


def of_base(root: etree._Element) -> Dossiers:
    number = int(str(root.findtext("logNumber")))
    return {dossier(each): (number, periods(each)) for each in root.iterfind("dossiers/dossier")}


def changes(root: etree._Element) -> Iterable[tuple[int, tuple[str, str], list[str]]]:
    """(number, dossier, its lines) of an RSP or an NRP file."""
    if root.find("events") is not None:
        for event in root.iterfind("events/*"):
            for each in event.iterfind("dossiers/dossier"):
                yield int(str(event.get("logNumber"))), dossier(each), periods(each.find("after"))
    else:
        for each in root.iterfind("dossiers/dossier"):
            yield int(str(root.findtext("logNumber"))), dossier(each), periods(each)


def brought_up_to_date(base_file: Path, others: list[Path]) -> dict[tuple[str, str], list[str]]:
    root = read(base_file)
    held, first = of_base(root), int(str(root.findtext("logNumber")))
    for path in others:
        for number, which, lines in changes(read(path)):
            if number > first and number >= held.get(which, (0, []))[0]:
                held[which] = (number, lines)
    return {which: lines for which, (_, lines) in held.items() if lines}


@settings(
    max_examples=times(2), deadline=None, derandomize=SAME_EVERY_TIME, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    history=st.lists(steps, min_size=3, max_size=7), began=st.integers(0, 1), shuffled=st.randoms(use_true_random=False)
)
def test_a_base_file_with_what_followed_is_a_later_base_file(
    partners: Path, run: Callable[[], None], database: Engine, today: date,
    history: list[tuple[str, str, list[tuple[object, ...]]]], began: int, shuffled: random.Random,
) -> None:  # fmt: skip
    for path in (partners / "outbox").glob("*/*"):
        path.unlink()
    with database.begin() as connection:
        empty(connection, but=KEPT)
        subscriptions.add(connection, subscriptions.Wanted(MUTUALITY, "NRP", BASIS, date(2020, 1, 1)), today)
    model, sequences = Model(), dict[str, int]()
    send_population(partners, 1, list(map(Person, PEOPLE)))
    everybody = [(number, 3 * place, 4, True) for place, number in enumerate(PEOPLE)]
    send(partners, model, sequences, ("REG", MUTUALITY, everybody))  # else few numbers of a short history have lines
    run()
    for place, step in enumerate(history):
        if place == began:
            base.write(MUTUALITY)
        send(partners, model, sequences, step)
        run()
        emit(later(today, place))
    base.write(MUTUALITY)
    files = sent(partners, MUTUALITY, "RSP") + sent(partners, MUTUALITY, "NRP")
    shuffled.shuffle(files)
    first, last = sent(partners, MUTUALITY, "BAS")
    assert brought_up_to_date(first, files) == {which: lines for which, (_, lines) in of_base(read(last)).items()}
