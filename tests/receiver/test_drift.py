"""The copy is held against the digests in the vouchers: drift shows on the day it begins, and by its dossier type."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from making import ssin
from receiver.conftest import NEW, OLD, OTHER, codes, replacement
from receiver.files import TYPE, Mutation, Outbox, remove
from typer.testing import Result

Verify = Callable[..., Result]
LINES = ("2020-01-01..",)


def test_a_copy_that_follows_equals_every_digest(outbox: Outbox, verify: Verify, copy: Path) -> None:
    outbox.rsp("2026-11-22", 10, {(OLD, TYPE): LINES})
    outbox.nrp("2026-11-22", replacement(11, OLD, NEW, *LINES), digests=(12, {(NEW, TYPE): LINES}))
    outbox.rsp("2026-11-23", 14, {(OTHER, TYPE): LINES, (OTHER, "STUDENT"): LINES})
    outbox.nmu("2026-11-23", digests=(15, {(NEW, TYPE): LINES, (OTHER, TYPE): LINES, (OTHER, "STUDENT"): LINES}))
    last = outbox.nrp("2026-11-23", digests=(15, {(NEW, TYPE): LINES, (OTHER, TYPE): LINES, (OTHER, "STUDENT"): LINES}))
    result = verify("--copy", copy)
    assert (result.exit_code, codes(result)) == (0, [])
    assert f"the copy equals the digests of {last.name}" in result.stdout


def test_an_answer_that_is_not_here_shows_within_a_day_and_by_its_dossier_type(
    outbox: Outbox, verify: Verify, copy: Path
) -> None:
    outbox.rsp("2026-11-22", 10, {(OLD, TYPE): LINES})
    lost = outbox.rsp("2026-11-22", 11, {(OLD, "STUDENT"): LINES})
    first = outbox.nrp("2026-11-22", digests=(12, {(OLD, TYPE): LINES, (OLD, "STUDENT"): LINES}))
    remove_for_now = [
        (path, path.read_bytes()) for path in (lost, lost.with_name(lost.name.replace(".xml", ".voucher.xml")))
    ]
    remove(lost)
    result = verify("--copy", copy)
    assert (result.exit_code, codes(result)) == (1, ["RAAS0439"])
    told = f"{first.name}  RAAS0439  the copy has 0 lines of STUDENT, the register had 1 at number 12. "
    assert told in result.stdout
    again = verify("--copy", copy)
    assert codes(again) == ["RAAS0439"], "as long as it drifts"
    for path, content in remove_for_now:
        path.write_bytes(content)
    healed = verify("--copy", copy)
    assert (healed.exit_code, codes(healed)) == (0, [])


def test_the_first_day_of_drift_is_told_not_each_day(outbox: Outbox, verify: Verify, copy: Path) -> None:
    outbox.rsp("2026-11-22", 10, {(OLD, TYPE): LINES})
    outbox.nrp("2026-11-22", digests=(10, {(OLD, TYPE): LINES}))
    first = outbox.nrp("2026-11-23", digests=(12, {(OLD, TYPE): ("2021-01-01..",)}))
    outbox.nrp("2026-11-24", digests=(13, {(OLD, TYPE): ("2021-01-01..",)}))
    [told] = [line for line in verify("--copy", copy).stdout.splitlines() if "RAAS0439" in line]
    assert told.startswith(f"{first.name}  RAAS0439  the copy has 1 line of {TYPE}, the register had as many others at")


def test_a_copy_that_was_changed_by_hand_drifts(outbox: Outbox, verify: Verify, copy: Path) -> None:
    outbox.rsp("2026-11-22", 10, {(OLD, TYPE): LINES})
    outbox.nrp("2026-11-22", digests=(10, {(OLD, TYPE): LINES}))
    assert verify("--copy", copy).exit_code == 0
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("UPDATE line SET begin_date = '2020-01-02'")
    assert codes(verify("--copy", copy)) == ["RAAS0439"]


def test_what_came_after_the_number_is_not_held_against_it(outbox: Outbox, verify: Verify, copy: Path) -> None:
    outbox.rsp("2026-11-22", 10, {(OLD, TYPE): LINES})
    outbox.rsp("2026-11-23", 20, {(OLD, TYPE): ()})
    outbox.nrp("2026-11-22", digests=(12, {(OLD, TYPE): LINES}))
    result = verify("--copy", copy)
    assert (result.exit_code, codes(result)) == (0, [])


def test_a_copy_that_knows_later_changes_is_not_compared_and_told_so(
    outbox: Outbox, verify: Verify, copy: Path
) -> None:
    outbox.rsp("2026-11-23", 20, {(OLD, TYPE): LINES})
    verify("--copy", copy)
    late = outbox.nrp("2026-11-22", digests=(12, {}))
    result = verify("--copy", copy)
    assert (result.exit_code, codes(result)) == (0, [])
    assert f"the digests of {late.name} are not compared: the copy knows later changes, or not all" in result.stdout


def test_digests_from_before_the_base_file_are_not_compared(outbox: Outbox, verify: Verify, copy: Path) -> None:
    outbox.nrp("2026-11-22", digests=(5, {(OLD, TYPE): LINES}))
    outbox.bas("2026-11-23", 9, {(NEW, TYPE): LINES}, NRP=2)
    outbox.nrp("2026-11-23", digests=(9, {(NEW, TYPE): LINES}))
    result = verify("--copy", copy)
    assert (result.exit_code, codes(result)) == (0, [])


def test_without_replacements_up_to_the_number_nothing_can_be_said(outbox: Outbox, verify: Verify, copy: Path) -> None:
    outbox.rsp("2026-11-22", 10, {(OLD, TYPE): LINES})
    outbox.nmu("2026-11-22", Mutation(11, OLD, "<gender/>"), digests=(12, {(NEW, TYPE): LINES}))
    result = verify("--copy", copy)
    assert (result.exit_code, codes(result)) == (0, [])


def test_the_file_before_the_last_of_a_day_has_no_digests_and_goes_before_it(
    outbox: Outbox, verify: Verify, copy: Path
) -> None:
    number = ssin(9)
    outbox.rsp("2026-11-22", 10, {(OLD, TYPE): LINES, (number, TYPE): LINES})
    outbox.nrp("2026-11-22", replacement(11, OLD, NEW, *LINES))
    outbox.nrp(
        "2026-11-22", replacement(12, number, OTHER, *LINES), digests=(12, {(NEW, TYPE): LINES, (OTHER, TYPE): LINES})
    )
    outbox.rsp("2026-11-23", 15, {(NEW, TYPE): ()})
    assert verify("--copy", copy).exit_code == 0
