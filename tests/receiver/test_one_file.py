"""What the tool says of one file: each promise is kept, or broken once and told."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from making import FUND, US, ssin
from receiver.conftest import NEW, OLD, codes, replacement
from receiver.files import TYPE, Mutation, Outbox, vouch, voucher_of
from typer.testing import Result

Verify = Callable[..., Result]


@pytest.fixture
def file(outbox: Outbox) -> Path:
    return outbox.nrp("2026-11-22", replacement(11, OLD, NEW, "2020-01-01.."))


def test_every_kind_of_file_of_ours_is_read(outbox: Outbox, verify: Verify) -> None:
    outbox.ack("2026-11-22")
    outbox.rsp("2026-11-22", 7, {(OLD, TYPE): ("2020-01-01..",)}, records=2)
    outbox.nrp("2026-11-22", replacement(11, OLD, NEW, "2020-01-01.."))
    outbox.nmu("2026-11-22", Mutation(12, NEW, "<gender><gender>F</gender></gender>"))
    outbox.bas("2026-11-22", 12, {(NEW, TYPE): ("2020-01-01..",)}, NRP=2, NMU=2)
    result = verify()
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "ACK 0314595348 T: 1, 1 file, 0 findings, complete",
        "BAS 0314595348 T: 1, 1 file, 1 dossier, complete",
        "NMU 0314595348 T: 1, 1 file, 1 mutation, complete",
        "NRP 0314595348 T: 1, 1 file, 1 event, complete",
        "RSP 0314595348 T: 1, 1 file, 2 records, complete",
    ]


def test_a_large_answer_is_read_in_parts(outbox: Outbox, verify: Verify) -> None:
    outbox.rsp("2026-11-22", 7, {(ssin(n), TYPE): ("2020-01-01..2020-12-31",) for n in range(9000)}, records=4000)
    assert verify().stdout == "RSP 0314595348 T: 1, 1 file, 4,000 records, complete\n"


def test_a_wrong_dossier_at_the_end_of_a_large_answer_is_found(outbox: Outbox, verify: Verify) -> None:
    path = outbox.rsp("2026-11-22", 7, {(ssin(n), TYPE): ("2020-01-01..",) for n in range(9000)}, records=4000)
    text = path.read_text()
    place = text.rindex("<beginDate>2020")
    path.write_text(f"{text[:place]}<beginDate>20x0{text[place + 15 :]}")
    vouch(path, 4000, None)
    [problem] = [line for line in verify().stdout.splitlines() if "  RAAS0212  " in line]
    assert "line 9002, /*/dossiers/*[9000]/period/beginDate: beginDate has the form 99a9-99-99" in problem


def test_files_of_others_are_counted_and_passed_over(file: Path, downloads: Path, verify: Verify) -> None:
    (downloads / "notes.txt").write_text("not ours")
    (downloads / f"REG.{FUND}.20261122.00001.T.xml").write_text("ours no longer")
    assert verify().stdout.endswith("passed over: by their names not ACK, RSP, NRP, NMU, NNE, BAS\n")
    assert "2 other files" in verify().stdout


def test_an_empty_folder_holds_nothing_wrong(downloads: Path, verify: Verify) -> None:
    result = verify()
    assert (result.exit_code, result.stdout) == (0, f"no file of the register in {downloads}\n")


def test_a_folder_that_is_not_there_is_wrong_use(downloads: Path, verify: Verify) -> None:
    downloads.rmdir()
    assert verify().exit_code == 2


def test_a_file_without_voucher(file: Path, verify: Verify) -> None:
    voucher_of(file).unlink()
    assert told(verify()) == ["RAAS0112"]


def test_a_voucher_without_file(file: Path, verify: Verify) -> None:
    file.unlink()
    assert told(verify()) == ["RAAS0113"]


#: (what stands in the voucher, what stands there instead, the code)
VOUCHERS = [
    ("<flow>NRP<", "<flow>nrp<", "RAAS0101"),
    ("</v:voucher>", "", "RAAS0101"),
    ("<fileName>NRP", "<fileName>NMU", "RAAS0102"),
    ("<flow>NRP<", "<flow>NMU<", "RAAS0102"),
    ("<environment>T<", "<environment>S<", "RAAS0102"),
    ("<fileSequenceNumber>1<", "<fileSequenceNumber>2<", "RAAS0102"),
    ("<cbeNumber>0314595348<", f"<cbeNumber>{FUND}<", "RAAS0102"),
    ("<schemaVersion>1<", "<schemaVersion>2<", "RAAS0115"),
    ("<fileSize>", "<fileSize>1", "RAAS0103"),
    ("<recordCount>1<", "<recordCount>2<", "RAAS0105"),
    (f"<cbeNumber>{US}<", f"<cbeNumber>{FUND}<", "RAAS0114"),
    (">REGISTER_MAINTENANCE<", ">OTHER<", "RAAS0114"),
]


@pytest.mark.parametrize(("old", "new", "code"), VOUCHERS)
def test_a_voucher_that_is_not_true(file: Path, verify: Verify, old: str, new: str, code: str) -> None:
    change(voucher_of(file), old, new)
    assert told(verify()) == [code]


def test_a_file_that_was_changed_on_its_way(file: Path, verify: Verify) -> None:
    change(file, "2020-01-01", "2021-01-01")
    assert told(verify()) == ["RAAS0104"]


def test_a_file_that_was_cut_short(file: Path, verify: Verify) -> None:
    file.write_bytes(file.read_bytes()[:-10])
    assert told(verify()) == ["RAAS0103"]


#: (what stands in the file, what stands there instead, the code): its voucher is true of it
DOCUMENTS = [
    ("</x:", "</y:", "RAAS0201"),
    ("<x:", "<!DOCTYPE x><x:", "RAAS0202"),
    ("ssinReplacementsNotification", "baseFile", "RAAS0210"),
    ("<dossiers>", "<persons/><dossiers>", "RAAS0211"),
    ("<eventDate>2026-11-20<", "<eventDate>2026-11-31<", "RAAS0212"),
    (">NORMAL<", ">LARGE<", "RAAS0213"),
    (' logNumber="11"', "", "RAAS0214"),
    ("<sequenceNumber>1<", "<sequenceNumber>2<", "RAAS0114"),
    ("<day>2026-11-22<", "<day>2026-11-23<", "RAAS0102"),
]


@pytest.mark.parametrize(("old", "new", "code"), DOCUMENTS)
def test_a_file_that_is_not_as_it_should_be(file: Path, verify: Verify, old: str, new: str, code: str) -> None:
    file.write_text(file.read_text().replace(old, new))
    vouch(file, 1, None)
    assert told(verify()) == [code]


def test_a_problem_says_where_what_and_what_to_do_but_not_whose(file: Path, verify: Verify) -> None:
    change(file, f"<replacedBy>{NEW}<", f"<replacedBy>{NEW}x<")
    vouch(file, 1, None)
    result = verify()
    where = rf"{re.escape(file.name)}  RAAS0212  line 3, /\*/events/\*\[1\]/replacedBy: "
    what = "replacedBy has the form 99999999999a; expected: Eleven digits without separators: .*"
    advice = "Download the file and its voucher again; .*"
    assert re.fullmatch(f"{where}{what} {advice}", result.stdout.splitlines()[0])
    assert OLD not in result.stdout
    assert NEW not in result.stdout


def told(result: Result) -> list[str]:
    """The codes, each once; with a problem the exit status is 1 and the stream is not complete."""
    assert result.exit_code == 1
    assert "1 wrong" in result.stdout
    return list(dict.fromkeys(codes(result)))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
