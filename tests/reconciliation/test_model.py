"""Random histories and lists against a dumb model: a dossier is a set of days, a past one what it was then."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from emptying import KEPT, empty
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import (
    MUTUALITY,
    Event,
    Listed,
    Person,
    Record,
    send_listing,
    send_population,
    send_registrations,
    send_replacements,
    ssin,
)  # fmt: skip
from reading import Answer, answers
from sqlalchemy import Engine
from thorough import times

KNOWN = [ssin(number) for number in range(5)]
CANCELED, UNKNOWN = ssin(6), ssin(7)
FIRST = date(2020, 1, 1)
KINDS = ("EMPLOYEE", "STUDENT")
Model = dict[tuple[str, str], set[int]]

spans = st.tuples(st.integers(0, 10), st.integers(0, 4)).map(lambda s: (s[0], s[0] + s[1]))
numbers, kinds = st.sampled_from(KNOWN), st.sampled_from(KINDS)
records = st.tuples(numbers, kinds, spans, st.booleans())
replaced = st.tuples(numbers, numbers).filter(lambda pair: pair[0] != pair[1])
steps = st.one_of(st.lists(records, min_size=1, max_size=6), st.lists(records, min_size=1, max_size=6), replaced)
listed = st.tuples(st.sampled_from([*KNOWN, *KNOWN, CANCELED, UNKNOWN]), st.sampled_from([*KINDS, "NOWHERE"]), spans)
complete = st.one_of(st.none(), st.sampled_from([(), ("EMPLOYEE",), ("EMPLOYEE", "STUDENT", "NOWHERE")]))


class Register:
    """Sends a history file by file, and keeps by hand what came of it and how it stood after each file."""

    def __init__(self, home: Path, run: Callable[[], None]) -> None:
        self.home, self.run, self.sequence = home, run, {"REG": 0, "RPL": 0}
        self.days: Model = {}
        self.successor: dict[str, str] = {}
        self.past: list[tuple[int, Model]] = []

    def send(self, step: object) -> None:
        flow = "REG" if isinstance(step, list) else "RPL"
        self.sequence[flow] += 1
        if isinstance(step, list):
            self._register(step)
        else:
            self._replace(*step)  # type: ignore[misc]  # a pair

    def last(self, number: str) -> str:
        while number in self.successor:
            number = self.successor[number]
        return number

    def _register(self, asked: list) -> None:
        for number, kind, span, is_register in asked:
            held = self.days.setdefault((self.last(number), kind), set())
            days = set(range(span[0], span[1] + 1))
            held.update(days) if is_register else held.difference_update(days)
        made = [Record(n, *dates(s), registers=r, dossier_type=k) for n, k, s, r in asked]
        send_registrations(self.home, MUTUALITY, self.sequence["REG"], made)
        self.run()
        number = int(answers(self.home, MUTUALITY, "RSP")[-1].content.findtext("logNumber"))
        self.past.append((number, {key: set(days) for key, days in self.days.items()}))

    def _replace(self, old: str, new: str) -> None:
        number = self.sequence["RPL"]
        send_replacements(self.home, number, [Event("replaced", f"E{number}", ssin=old, replaced_by=new)])
        self.run()
        if old in self.successor or self.last(new) == old:
            return  # it was refused
        self.successor[old] = new
        for kind in KINDS:
            moved = self.days.pop((old, kind), set())
            self.days.setdefault((self.last(new), kind), set()).update(moved)


def dates(span: tuple[int, int]) -> tuple[str, str]:
    return tuple(str(FIRST + timedelta(days=day)) for day in span)  # type: ignore[return-value]  # two of them


@settings(
    max_examples=times(3), deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(st.lists(steps, max_size=5), st.lists(listed, max_size=8), complete, st.integers(0, 5))
def test_an_answer_says_what_sets_of_days_say(
    partners: Path, run: Callable[[], None], database: Engine, monkeypatch, history, given_list, complete_for, back
):
    with database.begin() as connection:
        empty(connection, but=KEPT)
    for path in (partners / "outbox").rglob("*.xml"):
        path.unlink()
    monkeypatch.setenv("RAAS_RECORDS_PER_RANGE", "2")
    monkeypatch.setattr("raas_batch.intake.apply._TELLING_TOGETHER", 2)
    send_population(partners, 1, [*map(Person, KNOWN), Person(CANCELED, canceled=True)])
    run()
    register = Register(partners, run)
    for step in history:
        register.send(step)
    number, held = register.past[-back] if 0 < back <= len(register.past) else (None, register.days)
    lines = [Listed(n, *dates(s), dossier_type=k) for n, k, s in given_list]
    send_listing(partners, MUTUALITY, 1, lines, complete_for=complete_for, as_of=number)
    run()
    check(register, held, given_list, complete_for, answers(partners, MUTUALITY, "RSP")[-1])


def check(register: Register, held: Model, given_list: list, complete_for: tuple | None, answer: Answer) -> None:
    ours: Model = {}
    for (number, kind), days in held.items():
        if days:
            ours.setdefault((register.last(number), kind), set()).update(days)
    theirs: Model = {}
    for number, kind, span in given_list:
        theirs.setdefault((register.last(number), kind), set()).update(range(span[0], span[1] + 1))
    expected = [verdict(register, ours, theirs, number, kind) for number, kind, _ in given_list]
    assert [found.code for found in answer.verdicts] == expected
    assert missing(answer) == {
        key: days for key, days in ours.items()
        if key not in theirs and (complete_for is None or key[1] in complete_for)
    }  # fmt: skip
    summary = {part.tag: part.text for part in answer.content.find("reconciliation")}
    assert int(summary["missingDossiers"]) == len(missing(answer))
    names = ("same", "replaced", "canceled", "periodsDiffer", "notHere", "failed")
    assert sum(int(summary[name]) for name in names) == len(given_list)
    for record, (number, kind, _) in zip(answer.content.findall("records/record"), given_list, strict=True):
        if record.find("reconciled") is not None:
            assert days_of(record.find("reconciled")) == ours[register.last(number), kind]


def verdict(register: Register, ours: Model, theirs: Model, number: str, kind: str) -> str:
    key = (register.last(number), kind)
    if number == UNKNOWN:
        return "RAAS0311"
    if kind == "NOWHERE":
        return "RAAS0321"
    if number == CANCELED:
        return "RAAS0433"
    if key not in ours:
        return "RAAS0432"
    if ours[key] != theirs[key]:
        return "RAAS0431"
    return "RAAS0313" if register.last(number) != number else "MSG00000"


def missing(answer: Answer) -> Model:
    found = answer.content.findall("missingDossiers/missingDossier")
    return {(each.findtext("ssin"), each.findtext("dossierType")): days_of(each) for each in found}


def days_of(container) -> set[int]:
    found: set[int] = set()
    for period in container.findall("period"):
        begin, end = (date.fromisoformat(period.findtext(name)) for name in ("beginDate", "endDate"))
        found |= set(range((begin - FIRST).days, (end - FIRST).days + 1))
    return found
