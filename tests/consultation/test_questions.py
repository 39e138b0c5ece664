"""Questions through real files: what an organisation hears of its own dossiers, and what it never hears."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from making import (
    FUND,
    MUTUALITY,
    SOURCE,
    Event,
    Person,
    Question,
    Record,
    send_consultations,
    send_population,
    send_registrations,
    send_replacements,
    ssin,
)
from reading import Answer, Verdict, answer, answers
from sqlalchemy import Engine, select

from raas_batch.consultation import lines, stations
from raas_batch.settings import BRUSSELS
from raas_batch.store.tables import file, staged_question

Run = Callable[[], None]
ONE, TWO, THREE = ssin(1), ssin(2), ssin(3)
YEAR_2020 = ("2020-01-01", "2020-12-31")


@pytest.fixture
def register(partners: Path, run: Run) -> Path:
    """Five persons; the mutuality has three lines of the first, the fund has one, and one of the second."""
    send_population(partners, 1, [*(Person(ssin(number)) for number in range(1, 5)), Person(ssin(5), canceled=True)])
    records = [
        Record(ONE, *YEAR_2020),
        Record(ONE, "2021-06-01"),
        Record(ONE, "2019-01-01", "2019-01-31", dossier_type="STUDENT"),
    ]
    send_registrations(partners, MUTUALITY, 1, records)
    send_registrations(partners, FUND, 1, [Record(ONE, "2018-01-01", "2018-12-31"), Record(TWO, *YEAR_2020)])
    run()
    return partners


def asked(home: Path, run: Run, *questions: Question, sender: str = MUTUALITY, sequence: int = 1) -> Answer:
    """The answer to a file of these questions."""
    name = send_consultations(home, sender, sequence, list(questions))
    run()
    return answer(home, sender, "RSP", name)


def take_questions() -> None:
    """Take the waiting files of questions through their stations, and no others."""
    files = [file_id for batch in stations.claim() for file_id in batch]
    stations.answer(stations.apply(stations.admit(files)))


def applied(database: Engine, name: str) -> datetime:
    with database.connect() as connection:
        return connection.scalars(select(file.c.applied_at).where(file.c.name.startswith(name))).one()


def test_a_question_is_answered_with_the_lines_that_share_a_day_with_its_period(register: Path, run: Run) -> None:
    employee = [(ONE, "EMPLOYEE", "2020-01-01", "2020-12-31"), (ONE, "EMPLOYEE", "2021-06-01", None)]
    student = (ONE, "STUDENT", "2019-01-01", "2019-01-31")
    told = asked(
        register,
        run,
        Question(ONE),
        Question(ONE, "STUDENT"),
        Question(ONE, None, "2020-12-31", "2021-05-31"),
        Question(ONE, None, "2021-01-01", "2021-05-31"),
        Question(ONE, "EMPLOYEE", "2030-01-01"),
    )
    assert told.consulted == {
        "Q1": [*employee, student], "Q2": [student], "Q3": employee[:1], "Q4": [], "Q5": employee[1:],
    }  # fmt: skip
    assert told.verdicts == [
        *(Verdict(f"Q{place}", "OK", "MSG00000") for place in (1, 2, 3)),
        Verdict("Q4", "OK", "RAAS0381"),
        Verdict("Q5", "OK", "MSG00000"),
    ]
    assert (told.counts, told.dossiers) == ((5, 5, 0), [])


def test_each_organisation_hears_of_its_own_lines_only(register: Path, run: Run) -> None:
    assert asked(register, run, Question(TWO)).consulted == {"Q1": []}
    of_fund = asked(register, run, Question(ONE), Question(TWO, lineage=True), sender=FUND)
    assert of_fund.consulted == {
        "Q1": [(ONE, "EMPLOYEE", "2018-01-01", "2018-12-31")],
        "Q2": [(TWO, "EMPLOYEE", *YEAR_2020)],
    }
    assert MUTUALITY not in of_fund.path.read_text()


def test_questions_that_fail_say_why_and_leave_the_others_alone(register: Path, run: Run) -> None:
    told = asked(
        register,
        run,
        Question("80610100199"),
        Question(ssin(99)),
        Question(ONE, "PENSIONER"),
        Question(ONE, None, "2020-01-02", "2020-01-01"),
        Question(ONE, known_at="2999-01-01T00:00:00"),
        Question(ONE, "STUDENT"),
        Question(ONE, record_id="Q6"),
    )
    codes = ["RAAS0301", "RAAS0311", "RAAS0321", "RAAS0307", "RAAS0383", "MSG00000", "RAAS0306"]
    assert [verdict.code for verdict in told.verdicts] == codes
    assert told.counts == (7, 1, 6)
    assert told.path.read_text().count("<dossiers>") == 2, "that of the only question answered, and that of the file"


def test_a_dossier_type_that_has_ended_may_be_asked_for(register: Path, run: Run) -> None:
    send_registrations(register, MUTUALITY, 2, [Record(TWO, "2019-01-01", "2019-12-31", dossier_type="FORMER")])
    told = asked(register, run, Question(TWO, "FORMER", "2019-12-31"))
    assert told.consulted == {"Q1": [(TWO, "FORMER", "2019-01-01", "2019-12-31")]}


def test_one_question_that_fails_fails_an_all_or_nothing_file(register: Path, run: Run) -> None:
    questions = [Question(ONE), Question(ONE, "PENSIONER"), Question(ONE, known_at="2020-01-01T00:00:00")]
    name = send_consultations(register, MUTUALITY, 1, questions, mode="ALL_OR_NOTHING")
    run()
    told = answer(register, MUTUALITY, "RSP", name)
    assert [verdict.code for verdict in told.verdicts] == ["RAAS0342", "RAAS0321", "RAAS0342"]
    assert told.consulted == {"Q1": [], "Q2": [], "Q3": []}


def test_a_replaced_number_answers_with_the_lines_of_its_last_one_and_names_it(register: Path, run: Run) -> None:
    events = [("E1", ONE, TWO), ("E2", TWO, THREE)]
    send_replacements(register, 1, [Event("replaced", name, ssin=old, replaced_by=new) for name, old, new in events])
    told = asked(register, run, Question(ONE, "STUDENT"), Question(ONE, "FORMER"), Question(THREE, "STUDENT"))
    assert told.verdicts == [
        Verdict("Q1", "OK", "RAAS0313", "ssin", THREE),
        Verdict("Q2", "OK", "RAAS0381", None, THREE),
        Verdict("Q3", "OK", "MSG00000"),
    ]
    student = [(THREE, "STUDENT", "2019-01-01", "2019-01-31")]
    assert told.consulted == {"Q1": student, "Q2": [], "Q3": student}


def test_a_canceled_number_says_so_and_its_lines_are_marked(register: Path, run: Run) -> None:
    send_replacements(register, 1, [Event("canceled", "E1", ssin=ONE)])
    told = asked(register, run, Question(ONE), Question(ONE, lineage=True), Question(ssin(5)))
    assert [verdict.code for verdict in told.verdicts] == ["RAAS0382"] * 3
    assert len(told.content.findall("records/record/dossiers/dossier/ssin[@canceled='true']")) == 4
    assert told.consulted["Q1"] == told.consulted["Q2"] != []
    assert told.consulted["Q3"] == []


def test_that_a_number_was_canceled_at_a_moment_is_told_by_file_and_at_the_command_line(
    register: Path, run: Run, database: Engine
) -> None:
    send_replacements(register, 1, [Event("canceled", "E1", ssin=ONE)])
    run()
    since = applied(database, "RPL")
    moments = [(since - timedelta(microseconds=1), False), (since, True)]
    told = asked(register, run, *(Question(ONE, known_at=moment.isoformat()) for moment, _ in moments))
    for (moment, canceled), record in zip(moments, told.content.findall("records/record"), strict=True):
        ssins = record.findall("dossiers/dossier/ssin")
        assert {each.get("canceled", "false") for each in ssins} == {str(canceled).lower()}
        with database.connect() as connection:
            found = lines.consult(connection, lines.Question(MUTUALITY, ONE, known_at=moment))
        assert {line.canceled for line in found} == {canceled}


def test_the_past_is_answered_as_it_was_known_number_and_all(register: Path, run: Run, database: Engine) -> None:
    send_replacements(
        register, 1, [Event("replaced", "E1", ssin=ONE, replaced_by=TWO), Event("canceled", "E2", ssin=TWO)]
    )
    run()
    during = applied(database, "RPL").isoformat()
    before = (applied(database, "RPL") - timedelta(microseconds=1)).isoformat()
    send_replacements(register, 2, [Event("revoked", f"R{n}", revoked_event_id=f"E{n}") for n in (1, 2)])
    run()
    told = asked(
        register,
        run,
        Question(ONE, "STUDENT", known_at="1980-01-01T00:00:00"),
        Question(ONE, "STUDENT", known_at="0001-01-01T00:00:00+14:00"),
        Question(ONE, "STUDENT", known_at=before),
        Question(ONE, "STUDENT", known_at=during),
        Question(ONE, "STUDENT"),
    )
    assert [(verdict.code, verdict.replaced_by) for verdict in told.verdicts] == [
        ("RAAS0381", None), ("RAAS0381", None), ("MSG00000", None), ("RAAS0382", TWO), ("MSG00000", None),
    ]  # fmt: skip
    dates = "2019-01-01", "2019-01-31"
    assert [lines and lines[0] for lines in told.consulted.values()] == [
        [], [], (ONE, "STUDENT", *dates), (TWO, "STUDENT", *dates), (ONE, "STUDENT", *dates),
    ]  # fmt: skip


def test_a_moment_without_a_zone_is_belgian(register: Path, run: Run, database: Engine) -> None:
    then = applied(database, f"REG.{MUTUALITY}").astimezone(BRUSSELS).replace(tzinfo=None)
    told = asked(
        register,
        run,
        Question(ONE, known_at=then.isoformat()),
        Question(ONE, known_at=(then - timedelta(microseconds=1)).isoformat()),
    )
    assert [len(lines) for lines in told.consulted.values()] == [3, 0]


def test_lineage_names_the_records_and_the_event_that_made_each_line(register: Path, run: Run) -> None:
    send_registrations(register, MUTUALITY, 2, [
        Record(ONE, "2020-06-01", "2021-03-31", record_id="longer"),
        Record(ONE, "2020-02-01", "2020-02-29", record_id="nothing-new"),
        Record(ONE, "2020-03-01", "2020-03-31", registers=False, record_id="a-gap"),
    ])  # fmt: skip
    run()
    send_replacements(register, 1, [Event("replaced", "E1", "2026-11-20", ssin=ONE, replaced_by=TWO)])
    run()
    told = asked(register, run, Question(ONE, "EMPLOYEE", lineage=True), Question(ONE, "EMPLOYEE"))
    assert told.content.findall("records/record[@recordId='Q2']//causes") == []
    lines = told.content.findall("records/record[@recordId='Q1']/dossiers/dossier/line")
    assert [[shown(cause) for cause in line.find("causes")] for line in lines] == [
        ["register A1 1", "register longer 2", "unregister a-gap 2", "replaced E1 1"],
        ["register A1 1", "register longer 2", "unregister a-gap 2", "replaced E1 1"],
        ["register A2 1", "replaced E1 1"],
    ]
    event = lines[0].find("causes/replaced")
    assert [event.findtext(name) for name in ("fileName", "eventDate", "ssin", "replacedBy")] == [
        f"RPL.{SOURCE}.20261122.00001.T.xml", "2026-11-20", ONE, TWO,
    ]  # fmt: skip
    assert lines[0].find("causes").get("count") == "4"


def shown(cause: object) -> str:
    return f"{cause.tag} {cause.get('recordId') or cause.findtext('eventId')} {cause.findtext('fileSequenceNumber')}"


def test_only_the_last_causes_and_the_first_lines_are_told_and_it_is_said(register: Path, run: Run) -> None:
    days = [f"20{year:02d}-{month:02d}-01" for year in range(10, 20) for month in range(1, 13)]
    overlapping = [Record(TWO, begin, end) for begin, end in pairwise(days)]
    apart = [Record(THREE, begin, begin) for begin in days]
    send_registrations(register, MUTUALITY, 2, [*overlapping, *apart])
    told = asked(register, run, Question(TWO, lineage=True), Question(THREE, lineage=True), Question(THREE))
    assert [verdict.code for verdict in told.verdicts] == ["MSG00000", "RAAS0384", "MSG00000"]
    assert [len(lines) for lines in told.consulted.values()] == [1, 100, 120]
    [causes] = told.content.findall("records/record[@recordId='Q1']//causes")
    assert (causes.get("count"), len(causes), causes[-1].get("recordId")) == ("119", 40, "A119")


def test_a_file_that_asks_too_much_is_answered_up_to_there(
    register: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAAS_CONSULTATION_LIMIT", "7")
    past = Question(ONE, known_at="2020-01-01T00:00:00")
    told = asked(register, run, Question(ONE), past, Question(TWO), Question(ONE), Question(TWO))
    assert [verdict.code for verdict in told.verdicts] == [
        "MSG00000", "RAAS0381", "RAAS0381", "RAAS0385", "RAAS0385",
    ]  # fmt: skip


def test_a_question_dropped_with_registrations_is_answered_after_them(register: Path, run: Run) -> None:
    name = send_consultations(register, MUTUALITY, 1, [Question(TWO)])
    send_registrations(register, MUTUALITY, 2, [Record(TWO, *YEAR_2020)])
    take_questions()  # not yet: the registrations are on their way
    assert [about.about for about in answers(register, MUTUALITY, "ACK")][-1] == name
    assert name not in [about.about for about in answers(register, MUTUALITY, "RSP")]
    run()
    assert answer(register, MUTUALITY, "RSP", name).consulted == {"Q1": [(TWO, "EMPLOYEE", *YEAR_2020)]}


def test_a_question_does_not_wait_for_what_another_organisation_registers(register: Path, run: Run) -> None:
    name = send_consultations(register, MUTUALITY, 1, [Question(ONE, "STUDENT")])
    send_registrations(register, FUND, 2, [Record(TWO, "2022-01-01")])
    take_questions()
    assert answer(register, MUTUALITY, "RSP", name).counts == (1, 1, 0)


def test_a_simulation_is_answered_and_leaves_nothing(register: Path, run: Run, database: Engine) -> None:
    name = send_consultations(register, MUTUALITY, 1, [Question(ONE, "STUDENT", lineage=True)], environment="S")
    run()
    told = answer(register, MUTUALITY, "RSP", name, "S")
    assert told.consulted == {"Q1": [(ONE, "STUDENT", "2019-01-01", "2019-01-31")]}
    with database.connect() as connection:
        assert connection.execute(select(staged_question)).all() == []


def test_the_authentic_source_has_no_dossiers_to_consult(register: Path, run: Run) -> None:
    name = send_consultations(register, SOURCE, 1, [Question(ONE)])
    run()
    assert answer(register, SOURCE, "ACK", name).codes == ["RAAS0110"]


def test_an_empty_file_is_answered(register: Path, run: Run) -> None:
    assert asked(register, run).counts == (0, 0, 0)
