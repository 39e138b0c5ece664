"""What becomes of a list beside its records: nothing changes; its order, mode and moment; who reads the answer."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from making import (
    FUND,
    MUTUALITY,
    SOURCE,
    Event,
    Listed,
    Person,
    Record,
    drop,
    file_name,
    listing,
    send_listing,
    send_population,
    send_registrations,
    send_replacements,
    ssin,
    voucher,
)  # fmt: skip
from reading import Answer, answer, answers
from sqlalchemy import Connection, Engine, select, text
from typer.testing import CliRunner

from raas_batch.intake import apply as applying
from raas_batch.isolation import StationFailed
from raas_batch.receiver.cli import app
from raas_batch.reconciliation import stations
from raas_batch.settings import BRUSSELS
from raas_batch.store.tables import file, line, line_digest, operation, staged_list, staged_record

ONE, TWO, THREE = (ssin(number) for number in range(3))


@pytest.fixture
def known(partners: Path, run: Callable[[], None]) -> Path:
    """Three persons; lines of two of them, of another organisation those of the third."""
    send_population(partners, 1, [Person(ONE), Person(TWO), Person(THREE)])
    records = [
        Record(ONE, "2020-01-01", "2020-12-31"),
        Record(TWO, "2020-01-01"),
        Record(TWO, "2019-01-01", "2019-12-31"),
    ]
    send_registrations(partners, MUTUALITY, 1, [*records, Record(ONE, "2021-01-01", dossier_type="STUDENT")])
    send_registrations(partners, FUND, 1, [Record(THREE, "2020-01-01")])
    run()
    return partners


def told(home: Path, name: str, environment: str = "T") -> Answer:
    return answer(home, MUTUALITY, "RSP", name, environment)


def summary(about: Answer) -> dict[str, str]:
    return {part.tag: part.text for part in about.content.find("reconciliation")}


def missing(about: Answer) -> list[tuple[str, str]]:
    found = about.content.iterfind("missingDossiers/missingDossier")
    return [(each.findtext("ssin"), each.findtext("dossierType")) for each in found]


def holdings(connection: Connection) -> list:
    return [connection.execute(select(table)).all() for table in (line, operation, line_digest)]


WHOLE = [
    Listed(ONE, "2020-01-01", "2020-06-30"), Listed(ONE, "2020-07-01", "2020-12-31"), Listed(TWO, "2019-01-01"),
    Listed(ONE, "2021-01-01", dossier_type="STUDENT"),
]  # fmt: skip


def test_a_list_that_is_the_register_differs_in_nothing_however_its_lines_are_divided(
    known: Path, run: Callable[[], None], database: Engine
) -> None:
    with database.connect() as connection:
        before = holdings(connection)
    name = send_listing(known, MUTUALITY, 1, WHOLE)
    run()
    assert {found.code for found in told(known, name).verdicts} == {"MSG00000"}
    assert missing(told(known, name)) == []
    with database.connect() as connection:
        assert holdings(connection) == before
        assert [connection.execute(select(table)).all() for table in (staged_list, staged_record)] == [[], []]


def test_an_empty_list_lacks_what_it_is_complete_for(known: Path, run: Callable[[], None]) -> None:
    names = [
        send_listing(known, MUTUALITY, 1, []),
        send_listing(known, MUTUALITY, 2, [], complete_for=["STUDENT", "NOWHERE"]),
        send_listing(known, MUTUALITY, 3, [], complete_for=[]),
    ]
    run()
    everything, students, nothing = (told(known, name) for name in names)
    assert missing(everything) == [(ONE, "EMPLOYEE"), (ONE, "STUDENT"), (TWO, "EMPLOYEE")]
    assert (summary(everything)["missingDossiers"], summary(everything)["missingLines"]) == ("3", "4")
    assert (missing(students), missing(nothing)) == ([(ONE, "STUDENT")], [])
    assert summary(students)["undefinedDossierType"] == "NOWHERE"


def test_the_lines_of_a_dossier_are_shown_once(known: Path, run: Callable[[], None]) -> None:
    name = send_listing(known, MUTUALITY, 1, [Listed(TWO, "2018-01-01"), Listed(TWO, "2017-01-01", "2017-12-31")])
    run()
    first, second = told(known, name).content.findall("records/record")
    assert [record.findtext("code") for record in (first, second)] == ["RAAS0431"] * 2
    shown = [period.findtext("beginDate") for period in first.findall("reconciled/period")]
    assert (shown, second.find("reconciled")) == (["2019-01-01", "2020-01-01"], None)


def test_what_is_named_in_a_record_that_fails_is_not_missing(known: Path, run: Callable[[], None]) -> None:
    lines = [Listed(TWO, "2020-01-01", "2019-01-01"), Listed(ONE, "2020-01-01", "2020-12-31", record_id="L1")]
    name = send_listing(known, MUTUALITY, 1, lines, complete_for=["EMPLOYEE"])
    run()
    assert [found.code for found in told(known, name).verdicts] == ["RAAS0307", "RAAS0306"]
    assert missing(told(known, name)) == []


def test_of_an_all_or_nothing_list_of_which_a_record_fails_nothing_is_compared(
    known: Path, run: Callable[[], None]
) -> None:
    lines = [Listed(ONE, "2020-01-01"), Listed(ONE, "2020-01-01", dossier_type="NOWHERE")]
    name = send_listing(known, MUTUALITY, 1, lines, mode="ALL_OR_NOTHING")
    run()
    assert [found.code for found in told(known, name).verdicts] == ["RAAS0342", "RAAS0321"]
    assert missing(told(known, name)) == []
    assert summary(told(known, name))["failed"] == "2"


def test_a_simulation_gets_the_same_answer(known: Path, run: Callable[[], None], database: Engine) -> None:
    real, simulated = (
        send_listing(known, MUTUALITY, 1, [Listed(ONE, "2020-01-01")], environment=environment) for environment in "TS"
    )
    run()
    parts = ("reconciliation", "records", "missingDossiers")
    one, other = told(known, real), told(known, simulated, "S")
    assert [text_of(one, part) for part in parts] == [text_of(other, part) for part in parts]


def text_of(about: Answer, part: str) -> str:
    return "".join(about.content.find(part).itertext())


def test_the_same_list_again_gets_the_same_bytes_again(known: Path, run: Callable[[], None]) -> None:
    name = send_listing(known, MUTUALITY, 1, WHOLE)
    run()
    path = told(known, name).path
    before = path.read_bytes()
    path.unlink()
    send_registrations(known, MUTUALITY, 2, [Record(ONE, registers=False)])
    run()
    send_listing(known, MUTUALITY, 1, WHOLE)
    run()
    assert path.read_bytes() == before


def test_a_list_is_compared_after_the_registrations_that_came_with_it(
    known: Path, run: Callable[[], None], database: Engine
) -> None:
    name = send_listing(known, MUTUALITY, 1, [Listed(THREE, "2020-01-01")], complete_for=[])
    send_registrations(known, MUTUALITY, 2, [Record(THREE, "2020-01-01")])
    file_ids = [file_id for batch in stations.claim() for file_id in batch]
    stations.apply(stations.admit(file_ids))
    with database.connect() as connection:
        assert connection.scalar(select(file.c.state).where(file.c.name == name)) == "ACCEPTED"
    run()
    assert [found.code for found in told(known, name).verdicts] == ["MSG00000"]


def test_a_list_is_of_a_moment(known: Path, run: Callable[[], None]) -> None:
    """Lines are shown under the numbers of now."""
    then = datetime.now(BRUSSELS)
    send_registrations(known, MUTUALITY, 2, [Record(ONE, registers=False)])
    run()
    send_replacements(known, 1, [Event("replaced", "E1", ssin=TWO, replaced_by=THREE)])
    run()
    of_then = send_listing(known, MUTUALITY, 1, WHOLE, as_of=then.isoformat())
    of_now = send_listing(known, MUTUALITY, 2, WHOLE, as_of=(then + timedelta(days=1)).isoformat())
    without_zone = send_listing(known, MUTUALITY, 3, WHOLE, as_of=then.replace(tzinfo=None).isoformat())
    run()
    codes = [[found.code for found in told(known, name).verdicts] for name in (of_then, of_now, without_zone)]
    assert codes[0] == codes[2] == ["MSG00000", "MSG00000", "RAAS0313", "MSG00000"]
    assert codes[1] == ["RAAS0432", "RAAS0432", "RAAS0313", "MSG00000"]
    assert summary(told(known, of_then))["asOf"] is None


def test_a_list_is_of_a_number_before_a_revocation(known: Path, run: Callable[[], None]) -> None:
    send_replacements(known, 1, [Event("replaced", "E1", ssin=TWO, replaced_by=THREE)])
    send_registrations(known, MUTUALITY, 2, [Record(THREE, "2018-01-01", "2018-12-31")])
    run()
    number = int(answers(known, MUTUALITY, "RSP")[-1].content.findtext("logNumber"))
    send_replacements(known, 2, [Event("revoked", "E2", revoked_event_id="E1")])
    run()
    listed = [Listed(THREE, "2018-01-01")]
    of_then = send_listing(known, MUTUALITY, 1, listed, complete_for=["EMPLOYEE"], as_of=number)
    of_now = send_listing(known, MUTUALITY, 2, listed, complete_for=["EMPLOYEE"])
    run()
    assert [found.code for found in told(known, of_then).verdicts] == ["MSG00000"]
    assert [found.code for found in told(known, of_now).verdicts] == ["RAAS0431"]
    assert (missing(told(known, of_then)), missing(told(known, of_now))) == (
        [(ONE, "EMPLOYEE")], [(ONE, "EMPLOYEE"), (TWO, "EMPLOYEE")],
    )  # fmt: skip


def test_a_crash_before_the_answer_leaves_nothing_and_the_next_run_answers(
    known: Path, run: Callable[[], None], database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = send_listing(known, MUTUALITY, 1, WHOLE)
    file_ids = stations.admit([file_id for batch in stations.claim() for file_id in batch])
    with monkeypatch.context() as broken:
        broken.setattr(applying.staging, "forget", _dies)
        with pytest.raises(StationFailed):
            stations.apply(file_ids)
    with database.connect() as connection:
        assert connection.scalar(select(file.c.state).where(file.c.name == name)) == "ACCEPTED"
        assert (
            connection.scalar(text("select count(*) from sent_file where flow = 'RSP' and receiver = 314595348")) == 1
        )
    run()
    assert {found.code for found in told(known, name).verdicts} == {"MSG00000"}


def _dies(*_: object) -> None:
    raise RuntimeError("the process dies")


def test_a_long_answer_is_read_as_a_stream_by_the_receiver_and_changes_nothing_of_its_copy(
    known: Path, run: Callable[[], None], tmp_path: Path
) -> None:
    numbers = [ssin(number) for number in range(100, 1400)]
    send_population(known, 2, [Person(number) for number in numbers])
    send_registrations(known, MUTUALITY, 2, [Record(number, "2020-01-01") for number in numbers])
    run()
    name = send_listing(known, MUTUALITY, 1, [Listed(number, "2021-01-01") for number in numbers[:1200]])
    run()
    assert len(missing(told(known, name))) == 103
    arguments = [str(known / "outbox" / MUTUALITY), "--copy", str(tmp_path / "copy.sqlite")]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.stdout
    assert "1,303 dossiers, 1,304 lines" in result.stdout


def test_who_may_not_send_a_list_is_refused(known: Path, run: Callable[[], None]) -> None:
    name = file_name("REC", SOURCE, 1)
    content = listing(SOURCE, 1, [])
    drop(known, SOURCE, name, content, voucher(name, content, 0))
    run()
    assert answer(known, SOURCE, "ACK", name).codes == ["RAAS0110"]
