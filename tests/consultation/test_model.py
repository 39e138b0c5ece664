"""Any history: the answers of a file are those of the command line, and of the dumbest register there is.

That one keeps lines as sets of days, with the names of what made them, and folds them anew at every moment.
"""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from emptying import KEPT, empty
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import FUND, MUTUALITY, Person, Question, send_consultations, send_population
from reading import Answer, answer
from replacement.model import PEOPLE, Model, day, send, steps
from sqlalchemy import Engine
from thorough import SAME_EVERY_TIME, times

from raas_batch.consultation import lines
from raas_batch.settings import BRUSSELS

Days = frozenset[int]
Told = list[tuple[str, str, str]]
"""SSIN, first day, and the day after the last, sorted."""


class Line(NamedTuple):
    organisation: str
    ssin: str
    days: Days
    made_by: frozenset[str]


class Then(NamedTuple):
    """What was so at a moment."""

    moment: datetime | None
    lines: list[Line]
    successor: dict[str, str]

    def last(self, ssin: str) -> str:
        return self.last(self.successor[ssin]) if ssin in self.successor else ssin

    def told(self, organisation: str, ssin: str) -> list[Line]:
        mine = [line for line in self.lines if line[:2] == (organisation, self.last(ssin))]
        return sorted(mine, key=lambda line: min(line.days))


def folded(accepted: list[tuple[object, ...]]) -> list[Line]:
    held: list[Line] = []
    successor: dict[str, str] = {}

    def last(ssin: str) -> str:
        return last(successor[ssin]) if ssin in successor else ssin

    for step in accepted:
        if step[0] == "replaced":
            _, event, old, new = map(str, step)
            successor[old] = new
            moved, held = [x for x in held if x.ssin == old], [x for x in held if x.ssin != old]
            for line in moved:
                held = with_days(held, line._replace(ssin=last(old), made_by=line.made_by | {event}))
            continue
        organisation, ssin, start, stop, registers, name = step
        asked = Line(str(organisation), last(str(ssin)), frozenset(range(start, stop)), frozenset({str(name)}))
        held = with_days(held, asked) if registers else without_days(held, asked)
    return held


def with_days(held: list[Line], new: Line) -> list[Line]:
    touched = [line for line in held if line[:2] == new[:2] and line.days & new.days]
    if any(new.days <= line.days for line in touched):
        return held
    for line in touched:
        new = new._replace(days=new.days | line.days, made_by=new.made_by | line.made_by)
    return [*(line for line in held if line not in touched), new]


def without_days(held: list[Line], gap: Line) -> list[Line]:
    left = []
    for line in held:
        if line[:2] != gap[:2] or not line.days & gap.days:
            left.append(line)
            continue
        remaining = sorted(line.days - gap.days)
        for run in runs(remaining):
            left.append(line._replace(days=run, made_by=line.made_by | gap.made_by))
    return left


def runs(days: list[int]) -> list[Days]:
    """The days in order, apart where one is missing."""
    starts = [each for each in days if each - 1 not in days]
    return [
        frozenset(each for each in days if start <= each and set(range(start, each)) <= set(days)) for start in starts
    ]


@settings(
    max_examples=times(2), deadline=None, derandomize=SAME_EVERY_TIME, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(history=st.lists(steps, min_size=2, max_size=6))
def test_a_file_of_questions_knows_what_the_command_line_and_the_dumbest_register_know(
    partners: Path, run: Callable[[], None], database: Engine, history: list[tuple[str, str, list[tuple[object, ...]]]]
) -> None:
    with database.begin() as connection:
        empty(connection, but=KEPT)
    shutil.rmtree(partners / "outbox", ignore_errors=True)
    model, sequences, moments = Model(), dict[str, int](), list[Then]()
    send_population(partners, 1, list(map(Person, PEOPLE)))
    run()
    for step in history:
        send(partners, model, sequences, step)
        run()
        moments.append(Then(datetime.now(BRUSSELS), folded(model.accepted), dict(model.known.successor)))
    moments.append(moments[-1]._replace(moment=None))
    for organisation in (MUTUALITY, FUND):
        asked = [(then, ssin, lineage) for then in moments for ssin in PEOPLE for lineage in (False, True)]
        questions = [
            Question(ssin, known_at=then.moment and then.moment.isoformat(), lineage=lineage)
            for then, ssin, lineage in asked
        ]
        name = send_consultations(partners, organisation, 1, questions)
        run()
        told = answer(partners, organisation, "RSP", name)
        assert shown(told) == [expected(then, organisation, ssin, lineage) for then, ssin, lineage in asked]
        every_third = slice(int(organisation == FUND), None, 3)
        by_hand = [at_the_command_line(database, then, organisation, *rest) for then, *rest in asked[every_third]]
        assert shown(told)[every_third] == by_hand
        replaced = [then.last(ssin) if then.last(ssin) != ssin else None for then, ssin, _ in asked]
        assert [verdict.replaced_by for verdict in told.verdicts] == replaced


Shown = list[tuple[str, str, str, list[str]]]
"""SSIN, first day, last day, and what made the line, sorted."""


def shown(told: Answer) -> list[Shown]:
    return [
        [
            (dossier.findtext("ssin"), *map(line.findtext, ("period/beginDate", "period/endDate")), made_by(line))
            for dossier in record.findall("dossiers/dossier")
            for line in dossier.findall("line")
        ]
        for record in told.content.findall("records/record")
    ]


def made_by(line: object) -> list[str]:
    return sorted(
        cause.findtext("eventId") or f"{cause.findtext('fileSequenceNumber')}/{cause.get('recordId')}"
        for cause in line.findall("causes/*")
    )


def expected(then: Then, organisation: str, ssin: str, lineage: bool) -> Shown:
    return [
        (line.ssin, day(min(line.days)), day(max(line.days)), sorted(line.made_by) if lineage else [])
        for line in then.told(organisation, ssin)
    ]


def at_the_command_line(database: Engine, then: Then, organisation: str, ssin: str, lineage: bool) -> Shown:
    with database.connect() as connection:
        question = lines.Question(organisation, ssin, known_at=then.moment, lineage=lineage)
        found = lines.consult(connection, question)
    names = [
        sorted(getattr(c, "event_id", None) or f"{c.sequence}/{c.record_id}" for c in line.causes) for line in found
    ]
    return [
        (line.ssin, str(line.period.begin_date), str(line.period.end_date), name)
        for line, name in zip(found, names, strict=True)
    ]
