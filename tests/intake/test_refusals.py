"""A file is judged as a whole, and every problem is told in one acknowledgement: voucher, rights, document."""

import os

import pytest
from making import (
    FUND,
    MUTUALITY,
    SOURCE,
    Record,
    document,
    drop,
    file_name,
    population,
    registrations,
    send_registrations,
    ssin,
    voucher,
)
from reading import Answer, answer, answers
from sqlalchemy import select

from raas_batch.store import organisations
from raas_batch.store.tables import file, line, staged_record

ONE = [Record(ssin(0), "2020-01-01")]
NAME = file_name("REG", MUTUALITY, 1)


def refused(home, run, content: bytes, beside: bytes, name: str = NAME, owner: str = MUTUALITY) -> Answer:
    """Drop a file, run; its acknowledgement, which must refuse it."""
    drop(home, owner, name, content, beside)
    run()
    told = answers(home, owner, "ACK", "[RTS]")[-1]
    assert told.result == "REFUSED"
    return told


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"fileSize": 1}, "RAAS0103"),
        ({"sha256": "0" * 64}, "RAAS0104"),
        ({"recordCount": 2}, "RAAS0105"),
        ({"schemaVersion": 2}, "RAAS0115"),
        ({"fileName": "REG.xml"}, "RAAS0102"),
        ({"legalContext": "OTHER_PURPOSE"}, "RAAS0114"),
    ],
)
def test_a_voucher_that_does_not_fit_is_refused_with_that_code_only(mirror, run, changes, code):
    content = registrations(MUTUALITY, 1, ONE)
    assert refused(mirror, run, content, voucher(NAME, content, 1, **changes)).codes == [code]


def test_RAAS0101_a_voucher_that_is_no_voucher(mirror, run):
    content = registrations(MUTUALITY, 1, ONE)
    assert refused(mirror, run, content, b"<voucher/>").codes == ["RAAS0101"]


def test_RAAS0106_a_file_in_the_inbox_of_another_is_answered_to_the_owner_of_the_inbox(mirror, run):
    content = registrations(MUTUALITY, 1, ONE)
    told = refused(mirror, run, content, voucher(NAME, content, 1), owner=FUND)
    assert "RAAS0106" in told.codes
    assert answers(mirror, MUTUALITY, "ACK") == []


def test_RAAS0108_an_installation_for_tests_refuses_real_files(mirror, run):
    name, content = file_name("REG", MUTUALITY, 1, "R"), registrations(MUTUALITY, 1, ONE)
    assert refused(mirror, run, content, voucher(name, content, 1), name).codes == ["RAAS0108"]


def test_RAAS0108_a_real_installation_refuses_files_for_tests(mirror, run, monkeypatch):
    monkeypatch.setenv("RAAS_ENVIRONMENT", "R")
    content = registrations(MUTUALITY, 1, ONE)
    assert refused(mirror, run, content, voucher(NAME, content, 1)).codes == ["RAAS0108"]


def test_RAAS0109_a_flow_that_nobody_takes(mirror, run):
    content = document("REG", MUTUALITY, 1, "")
    name = f"XYZ.{MUTUALITY}.20261122.00001.T.xml"
    assert refused(mirror, run, content, voucher(name, content, 0), name).codes == ["RAAS0109"]


def test_RAAS0110_a_user_may_not_send_persons_and_the_source_no_registrations(mirror, run):
    name = file_name("POP", MUTUALITY, 1)
    content = population(1, [], MUTUALITY)
    assert refused(mirror, run, content, voucher(name, content, 0), name).codes == ["RAAS0110"]
    name = file_name("REG", SOURCE, 1)
    content = registrations(SOURCE, 1, ONE)
    assert refused(mirror, run, content, voucher(name, content, 1), name, SOURCE).codes == ["RAAS0110"]


def test_RAAS0116_an_organisation_that_nobody_knows_is_answered_too(mirror, run):
    stranger = "0244640631"
    name, content = file_name("REG", stranger, 1), registrations(stranger, 1, ONE)
    assert refused(mirror, run, content, voucher(name, content, 1), name, stranger).codes == ["RAAS0116"]


def test_a_file_name_that_says_nothing_is_refused_with_an_answer(mirror, run):
    content = registrations(MUTUALITY, 1, ONE)
    told = refused(mirror, run, content, voucher(NAME, content, 1), "monday.xml")
    assert "RAAS0102" in told.codes


def test_RAAS0114_a_header_that_differs_from_the_voucher(mirror, run):
    content = registrations(MUTUALITY, 7, ONE)
    told = refused(mirror, run, content, voucher(NAME, content, 1))
    assert told.codes == ["RAAS0114"]
    assert told.findings[0].line == 6
    assert told.findings[0].xpath.endswith("sequenceNumber")


def test_voucher_rights_and_document_are_told_together(mirror, run, database):
    with database.begin() as connection:
        organisations.add(connection, MUTUALITY, "Mutuality", "NETWORK_SERVICE")
    content = registrations(MUTUALITY, 1, [*ONE, Record("1", "2020-13-01", record_id="no blanks")])
    beside = voucher(NAME, content, 2, fileSize=1, receiver=FUND)
    told = refused(mirror, run, content, beside)
    assert told.codes == ["RAAS0103", "RAAS0107", "RAAS0110", "RAAS0114", "RAAS0212", "RAAS0212", "RAAS0212"]
    assert told.finding_count == 7


def test_a_wrong_header_is_told_beside_a_wrong_record(mirror, run):
    content = registrations(MUTUALITY, 7, [Record("1", "2020-01-01")])
    assert refused(mirror, run, content, voucher(NAME, content, 1)).codes == ["RAAS0114", "RAAS0212"]


def test_a_wrong_record_count_is_told_beside_another_broken_promise(mirror, run):
    content = registrations(MUTUALITY, 1, ONE)
    assert refused(mirror, run, content, voucher(NAME, content, 2, fileSize=1)).codes == ["RAAS0103", "RAAS0105"]


def test_a_thousand_problems_are_listed_and_all_are_counted(mirror, run, database):
    records = [Record("1", "2020-01-01") for _ in range(1500)]
    content = registrations(MUTUALITY, 1, records)
    told = refused(mirror, run, content, voucher(NAME, content, 1500))
    assert (len(told.findings), told.finding_count) == (1000, 1500)
    lines = [finding.line for finding in told.findings]
    assert lines == list(range(8, 1008))
    with database.connect() as connection:
        assert connection.execute(select(staged_record)).all() == []


@pytest.mark.parametrize(
    "ssin_element",
    [
        "<ssin>806<!-- a comment -->10100179</ssin>",
        "<ssin>806<?a word?>10100179</ssin>",
        "<ssin><![CDATA[80610100179]]></ssin>",
    ],
)
def test_a_value_that_XML_takes_apart_is_one_value(mirror, run, database, ssin_element):
    content = registrations(MUTUALITY, 1, ONE).replace(f"<ssin>{ssin(0)}</ssin>".encode(), ssin_element.encode())
    drop(mirror, MUTUALITY, NAME, content, voucher(NAME, content, 1))
    run()
    with database.connect() as connection:
        assert connection.scalars(select(file.c.state)).all()[-1] in ("ANSWERED", "REFUSED")


def test_a_date_that_XML_takes_apart_is_one_date(mirror, run):
    content = registrations(MUTUALITY, 1, ONE).replace(b"2020-01-01", b"2020<!-- -->-01-01")
    drop(mirror, MUTUALITY, NAME, content, voucher(NAME, content, 1))
    run()
    assert [d[2] for d in answers(mirror, MUTUALITY, "RSP")[0].dossiers] == [[("2020-01-01", None)]]


@pytest.mark.parametrize(("patience", "codes"), [("PT1H", []), ("PT0S", ["RAAS0112"])])
def test_RAAS0112_a_file_waits_so_long_for_its_voucher(mirror, run, monkeypatch, patience, codes):
    content = registrations(MUTUALITY, 1, ONE)
    drop(mirror, MUTUALITY, NAME, content, None)
    monkeypatch.setenv("RAAS_VOUCHER_PATIENCE", patience)
    run()
    assert [told.codes for told in answers(mirror, MUTUALITY, "ACK")] == ([codes] if codes else [])
    assert (mirror / "inbox" / MUTUALITY / NAME).exists() == (not codes)


def test_a_file_that_kept_an_old_date_has_only_just_come(mirror, run):
    content = registrations(MUTUALITY, 1, ONE)
    drop(mirror, MUTUALITY, NAME, content, None)
    os.utime(mirror / "inbox" / MUTUALITY / NAME, (0, 0))
    run()
    assert answers(mirror, MUTUALITY, "ACK") == []
    drop(mirror, MUTUALITY, NAME, content, voucher(NAME, content, 1))
    run()
    assert answers(mirror, MUTUALITY, "ACK")[0].result == "ACCEPTED"


@pytest.mark.parametrize(("patience", "codes"), [("PT1H", []), ("PT0S", ["RAAS0113"])])
def test_RAAS0113_a_voucher_waits_so_long_for_its_file(mirror, run, monkeypatch, patience, codes):
    content = registrations(MUTUALITY, 1, ONE)
    drop(mirror, MUTUALITY, NAME, content, voucher(NAME, content, 1))
    (mirror / "inbox" / MUTUALITY / NAME).unlink()
    monkeypatch.setenv("RAAS_VOUCHER_PATIENCE", patience)
    run()
    assert [told.codes for told in answers(mirror, MUTUALITY, "ACK")] == ([codes] if codes else [])


def test_a_file_whose_voucher_comes_later_is_taken_then(mirror, run):
    content = registrations(MUTUALITY, 1, ONE)
    drop(mirror, MUTUALITY, NAME, content, None)
    run()
    assert answers(mirror, MUTUALITY, "ACK") == []
    drop(mirror, MUTUALITY, NAME, content, voucher(NAME, content, 1))
    run()
    assert answer(mirror, MUTUALITY, "ACK", NAME).result == "ACCEPTED"


def test_what_cannot_be_read_in_one_inbox_keeps_nobody_else_waiting(mirror, run, database):
    """A folder named as a file, and a link to nothing: partners leave strange things."""
    inbox = mirror / "inbox" / FUND
    for name in (file_name("REG", FUND, 1), file_name("REG", FUND, 1).replace(".xml", ".voucher.xml")):
        (inbox / name).mkdir(parents=True)
    (inbox / "gone.xml").symlink_to(inbox / "nothing")
    send_registrations(mirror, MUTUALITY, 1, ONE)
    try:
        run()
    except Exception as failure:  # that the operator hears of it is right
        print(failure)
    with database.connect() as connection:
        assert len(connection.execute(select(line)).all()) == 1
