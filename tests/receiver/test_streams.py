"""What the tool says of files together: none is missing, each follows on the one before it."""

from collections.abc import Callable
from pathlib import Path

from making import FUND, ssin
from receiver.conftest import codes, replacement
from receiver.files import Outbox, remove, vouch, voucher_of
from typer.testing import Result

from raas_batch.receiver.chain import spans

Verify = Callable[..., Result]


def test_a_stream_from_its_first_file_on_is_complete(three_days: list[Path], verify: Verify) -> None:
    result = verify()
    assert (result.exit_code, result.stdout) == (0, "NRP 0314595348 T: 1-3, 3 files, 2 events, complete\n")


def test_a_stream_of_which_the_beginning_is_not_here_is_not_wrong(three_days: list[Path], verify: Verify) -> None:
    remove(three_days[0])
    result = verify()
    assert result.exit_code == 0
    assert "2-3, 2 files, 1 event, complete from 2 on, earlier files are not here" in result.stdout


def test_a_file_that_is_missing_in_between_is_named(three_days: list[Path], verify: Verify) -> None:
    remove(three_days[1])
    result = verify()
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        f"{three_days[2].name}  RAAS0132  2 of NRP 0314595348 T is not here. Download the missing file, or ask the "
        "operator of the register to publish it again. Apply nothing that comes after it until it is there.",
        "NRP 0314595348 T: 1, 3, 2 files, 2 events, 1 wrong, no file of 2026-11-23",
    ]


def test_a_file_that_was_replaced_with_its_voucher_breaks_the_chain(three_days: list[Path], verify: Verify) -> None:
    first = three_days[0]
    first.write_text(first.read_text().replace("2020-01-01", "2021-01-01"))
    vouch(first, 1, None)
    result = verify()
    assert codes(result) == ["RAAS0131"]
    assert result.stdout.startswith(f"{three_days[1].name}  RAAS0131  ")


def test_a_later_file_says_which_one_came_before_it(three_days: list[Path], verify: Verify) -> None:
    vouch(three_days[1], 0, None)
    assert codes(verify()) == ["RAAS0131"]


def test_the_first_file_of_a_stream_follows_on_none(three_days: list[Path], verify: Verify) -> None:
    vouch(three_days[0], 1, "0" * 64)
    assert codes(verify()) == ["RAAS0131"]


def test_two_files_with_one_number_are_told(three_days: list[Path], verify: Verify) -> None:
    second = three_days[1]
    twin = second.with_name(second.name.replace("20261123", "20261125"))
    twin.write_text(second.read_text().replace("2026-11-23", "2026-11-25"))
    vouch(twin, 0, None)
    result = verify()
    assert result.stdout.startswith(f"{twin.name}  RAAS0111  {second.name} has the same sequence number 2")


def test_a_day_without_a_daily_file_is_said_and_not_wrong(outbox: Outbox, verify: Verify) -> None:
    for day in ("2026-11-20", "2026-11-21", "2026-11-24"):
        outbox.nrp(day)
    result = verify()
    assert result.exit_code == 0
    assert result.stdout.endswith("complete, no file of 2026-11-22, 2026-11-23\n")


def test_answers_need_not_come_every_day(outbox: Outbox, verify: Verify) -> None:
    for day in ("2026-11-20", "2026-11-24"):
        outbox.rsp(day, 7, {})
    assert "no file of" not in verify().stdout


def test_the_daily_files_go_on_where_the_base_file_says(outbox: Outbox, verify: Verify) -> None:
    old = [outbox.nrp(f"2026-11-2{day}") for day in range(3)]
    outbox.bas("2026-11-22", 9, {}, NRP=4)
    remove(*old)
    wanted = outbox.nrp("2026-11-23")
    outbox.nrp("2026-11-24")
    assert verify().exit_code == 0
    remove(wanted)
    result = verify()
    assert codes(result) == ["RAAS0132"]
    assert "  4 of NRP 0314595348 T is not here." in result.stdout


def test_streams_of_other_receivers_and_environments_are_their_own(downloads: Path, verify: Verify) -> None:
    for receiver, environment in (("0314595348", "T"), ("0314595348", "S"), (FUND, "T")):
        Outbox(downloads, receiver, environment).nrp("2026-11-22", replacement(3, ssin(5), ssin(6)))
    result = verify()
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 3


def test_a_file_without_voucher_is_told_once(three_days: list[Path], verify: Verify) -> None:
    voucher_of(three_days[1]).unlink()
    assert codes(verify()) == ["RAAS0112"]


def test_numbers_are_shown_as_ranges() -> None:
    assert spans([1, 2, 3, 5, 7, 8]) == "1-3, 5, 7-8"
