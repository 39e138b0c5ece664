"""Random registration files against a dumb model: lines, verdicts, counts, dossiers, operation log.

The model works record by record with plain loops, and knows a second, dumber notion: a line is a set of days.
"""

import os
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import FUND, MUTUALITY, Person, Record, send_population, send_registrations, ssin
from reading import Answer, Verdict, answers
from sqlalchemy import Engine, delete, select
from thorough import SAME_EVERY_TIME, times

from raas_batch.consultation.lines import Question, consult
from raas_batch.store.tables import dossier_type, metadata, operation
from raas_batch.store.verify import verify

KNOWN = [ssin(number) for number in range(4)]
CHAIN = {ssin(5): ssin(4), ssin(4): ssin(1)}
CANCELED, UNKNOWN = ssin(6), ssin(7)
BAD = f"{ssin(0)[:-2]}{(int(ssin(0)[-2:]) + 1) % 100:02d}"
DAY_ZERO = date(2019, 12, 20)
"""FORMER ends on 31 December 2019: day 11. Days are counted from here, so that periods of a month really collide."""
FORMER_ENDS = 11
OPEN = 10_000
DIFFERING = {(("lastName", "Janssens"),): ("RAAS0331", "lastName"), (("gender", "M"),): ("RAAS0334", "gender")}
Days = tuple[int, int]

periods = st.one_of(
    st.tuples(st.integers(0, 24), st.integers(0, 8)).map(lambda p: (p[0], p[0] + p[1])),
    st.tuples(st.integers(0, 24), st.just(OPEN)),
    st.just((9, 5)),
)
ssins = st.sampled_from([*KNOWN, *KNOWN, *KNOWN, *CHAIN, CANCELED, UNKNOWN, BAD])
kinds = st.sampled_from(["EMPLOYEE"] * 6 + ["STUDENT"] * 3 + ["FORMER"] * 2 + ["NOWHERE"])
said = st.sampled_from([(), (), (), (("lastName", "PEETERS"),), (("lastName", "Janssens"),), (("gender", "M"),)])
record_ids = st.sampled_from([None, None, None, None, "TWICE"])
registers = st.builds(
    lambda number, days, kind, person, record_id: (True, number, days, kind, person, record_id),
    ssins, periods, kinds, said, record_ids,
)  # fmt: skip
unregisters = st.builds(
    lambda number, days, kind, record_id: (False, number, days, kind, (), record_id),
    ssins, st.one_of(periods, st.none()), kinds, record_ids,
)  # fmt: skip
organisations = st.sampled_from([MUTUALITY, MUTUALITY, FUND])
files = st.tuples(organisations, st.lists(st.one_of(registers, registers, unregisters), min_size=1, max_size=25))


class Model:
    """The register, as one would keep it by hand: lines as (first day, last day), and the same as sets of days."""

    def __init__(self) -> None:
        self.lines: dict[tuple[str, str, str], list[Days]] = {}
        self.days: dict[tuple[str, str, str], set[int]] = {}

    def apply(self, organisation: str, asked: list[tuple]) -> tuple[list[Verdict], list[tuple], list[tuple]]:
        """Verdicts, touched dossiers, and what the operation log says of one file."""
        used: set[str] = set()
        verdicts, log, touched = [], [], set()
        for place, (is_register, number, period, kind, person, given_id) in enumerate(asked, start=1):
            record_id = given_id or f"A{place}"
            last = number
            while last in CHAIN:
                last = CHAIN[last]
            code, field = _judge(number, period, kind, person, record_id in used)
            used.add(record_id)
            replaced_by = last if last != number else None
            if code in ("MSG00000", "RAAS0313"):
                key = (organisation, last, kind)
                hit = self._register(key, period) if is_register else self._unregister(key, period)
                code, field = (code, field) if hit else ("RAAS0341", "period")
                touched.add(key)
                log.append((number, kind, is_register, _shown(period)))
            status = "OK" if code in ("MSG00000", "RAAS0313", "RAAS0341") else "NOK"
            verdicts.append(Verdict(record_id, status, code, field, replaced_by if status == "OK" else None))
        return verdicts, [(key[1], key[2], self.shown(key)) for key in sorted(touched)], log

    def shown(self, key: tuple[str, str, str]) -> list[tuple[str, str | None]]:
        return [_shown(days) for days in sorted(self.lines.get(key, []))]

    def _register(self, key: tuple[str, str, str], new: Days) -> bool:
        self.days.setdefault(key, set()).update(_set(new))
        held = self.lines.setdefault(key, [])
        one = [line for line in held if _set(line) & _set(new)]
        apart = [line for line in held if line not in one]
        self.lines[key] = [*apart, (min(begin for begin, _ in [*one, new]), max(end for _, end in [*one, new]))]
        return True

    def _unregister(self, key: tuple[str, str, str], gap: Days | None) -> bool:
        begin, end = gap or (-OPEN, OPEN)
        held, left = self.lines.get(key, []), []
        for first, last in held:
            if last < begin or first > end:
                left.append((first, last))
                continue
            left += [(first, begin - 1)] if first < begin else []
            left += [(end + 1, last)] if last > end else []
        self.lines[key] = left
        self.days[key] = self.days.get(key, set()) - _set((begin, end))
        return left != held

    def check(self) -> None:
        for key, lines in self.lines.items():
            assert set().union(*map(_set, lines)) == self.days[key]


def _set(days: Days) -> set[int]:
    return set(range(max(days[0], -1), min(days[1], 100) + 1))


def _judge(number: str, period: Days | None, kind: str, person: tuple, is_repeated: bool) -> tuple[str, str | None]:
    """The first rule that a record breaks, in the order of the reference page."""
    if number == BAD:
        return "RAAS0301", "ssin"
    if period is not None and period[1] < period[0]:
        return "RAAS0307", "period"
    if is_repeated:
        return "RAAS0306", "recordId"
    if number in (UNKNOWN, CANCELED):
        return ("RAAS0311" if number == UNKNOWN else "RAAS0312"), "ssin"
    if kind == "NOWHERE":
        return "RAAS0321", "dossierType"
    if kind == "FORMER" and period is not None and period[1] > FORMER_ENDS:
        return "RAAS0322", "dossierType"
    if person in DIFFERING:
        return DIFFERING[person]
    return ("RAAS0313", "ssin") if number in CHAIN else ("MSG00000", None)


def _day(number: int) -> str | None:
    return None if number == OPEN else str(DAY_ZERO + timedelta(number))


def _shown(days: Days | None) -> tuple[str | None, str | None]:
    return ("0001-01-01", None) if days is None else (_day(days[0]), _day(days[1]))


def _record(asked: tuple) -> Record:
    is_register, number, days, kind, person, record_id = asked
    begin, end = (None, None) if days is None else (_day(days[0]), _day(days[1]))
    return Record(number, begin, end, is_register, kind, record_id, person)


@pytest.fixture
def fresh(partners: Path, run: Callable[[], None], database: Engine, tmp_path: Path) -> Iterator[Callable[[], Path]]:
    """Gives, at every call, an empty register and a new home; the mirror stays."""
    persons = [*map(Person, KNOWN), *(Person(old, replaced_by=new) for old, new in CHAIN.items())]
    send_population(partners, 1, [*persons, Person(CANCELED, canceled=True)])
    run()
    homes = 0

    def empty() -> Path:
        nonlocal homes
        homes += 1
        with database.begin() as connection:
            for table in ("finding", "journal", "sent_file", "file", "line", "operation_log", "staged_record"):
                connection.execute(delete(metadata.tables[table]))
        os.environ["RAAS_HOME"] = str(tmp_path / f"home{homes}")
        return tmp_path / f"home{homes}"

    yield empty
    os.environ["RAAS_HOME"] = str(partners)


def _log(database: Engine, organisation: str) -> list[tuple]:
    with database.connect() as connection:
        statement = (
            select(operation, dossier_type.c.code)
            .join(dossier_type, dossier_type.c.id == operation.c.dossier_type)
            .where(operation.c.organisation == organisation)
            .order_by(operation.c.file_id, operation.c.position)
        )
        rows = connection.execute(statement).all()
    for number in {_last(row.ssin) for row in rows}:
        numbered = [row.id for row in rows if _last(row.ssin) == number]
        assert numbered == sorted(numbered), "records of one person are numbered as they came"
    return [(row.ssin, row.code, row.registers, _inclusive(row.start, row.stop)) for row in rows]


def _last(number: str) -> str:
    while number in CHAIN:
        number = CHAIN[number]
    return number


def _inclusive(start: date, stop: date) -> tuple[str, str | None]:
    return str(start), None if stop == date.max else str(stop - timedelta(days=1))


def _register_equals(model: Model, database: Engine) -> None:
    with database.connect() as connection:
        for organisation in (MUTUALITY, FUND):
            for number in KNOWN:
                found = consult(connection, Question(organisation, number))
                shown = [(line.dossier_type, (str(line.period.begin_date), line.period.end_date)) for line in found]
                keys = [(organisation, number, kind) for kind in ("EMPLOYEE", "FORMER", "STUDENT")]
                due = [(key[2], line) for key in keys for line in model.shown(key)]
                assert [(kind, (begin, end and str(end))) for kind, (begin, end) in shown] == due
        assert all(part.wrong == part.overlapping == part.unmet == 0 for part in verify(connection))


@settings(
    max_examples=times(8), deadline=None, derandomize=SAME_EVERY_TIME, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(sent=st.lists(files, min_size=1, max_size=4), per_range=st.sampled_from([1, 2, 3, 5, 200_000]))
def test_any_files_leave_what_the_model_says(fresh, run, database, monkeypatch, sent, per_range):
    monkeypatch.setenv("RAAS_RECORDS_PER_RANGE", str(per_range))
    monkeypatch.setattr("raas_batch.store.apply._LYING_TOGETHER", per_range)
    monkeypatch.setattr("raas_batch.intake.apply._TOGETHER", per_range)
    home, model = fresh(), Model()
    due: dict[str, list[tuple]] = {MUTUALITY: [], FUND: []}
    logged: dict[str, list[tuple]] = {MUTUALITY: [], FUND: []}
    for organisation, asked in sent:
        send_registrations(home, organisation, len(due[organisation]) + 1, list(map(_record, asked)))
        verdicts, dossiers, log = model.apply(organisation, asked)
        due[organisation].append((verdicts, dossiers))
        logged[organisation] += log
    run()
    model.check()
    for organisation, files_due in due.items():
        told = answers(home, organisation, "RSP")
        assert [(answer.verdicts, answer.dossiers) for answer in told] == files_due
        assert all(_adds_up(answer) for answer in told)
        assert _log(database, organisation) == logged[organisation]
    _register_equals(model, database)


def _adds_up(answer: Answer) -> bool:
    statuses = [verdict.status for verdict in answer.verdicts]
    return answer.counts == (len(statuses), statuses.count("OK"), statuses.count("NOK"))


@settings(
    max_examples=times(3), deadline=None, derandomize=SAME_EVERY_TIME, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(asked=st.lists(registers.map(lambda r: (*r[:5], None)), min_size=2, max_size=25), random=st.randoms())
def test_only_register_records_give_the_same_lines_in_any_order(fresh, run, asked, random):
    told = []
    for _ in range(2):
        home = fresh()
        send_registrations(home, MUTUALITY, 1, list(map(_record, asked)))
        run()
        told.append(answers(home, MUTUALITY, "RSP")[0].dossiers)
        random.shuffle(asked)
    assert told[0] == told[1]
