"""The streaming reader: what it yields, what it refuses, and with which code and line."""

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from making import MUTUALITY, Record, registrations, ssin

from raas_batch import codes
from raas_batch.findings import Finding, Findings
from raas_batch.registration import reader as registration
from raas_batch.xml import gate, reader

SHAPE = replace(registration.SHAPE, spelling=None)
"""Through the parser, all of it; ``test_spelling`` shows that the pattern changes nothing."""
RECORDS = [Record(ssin(n), "2020-01-01", registers=n % 3 < 2) for n in range(300)]
GOOD = registrations(MUTUALITY, 1, RECORDS)
ONE = registrations(MUTUALITY, 1, RECORDS[:1])


def read(content: bytes, limit: int = 1000) -> tuple[list[tuple[int, str]], Findings]:
    """(position, recordId) of every record yielded, and the findings."""
    findings = Findings(limit)
    batches = reader.batches(io.BytesIO(content), SHAPE, findings)
    found = [
        (place, str(record.get("recordId")))
        for batch in batches
        for place, record in enumerate(batch.records, batch.first)
    ]
    return found, findings


def the_finding(content: bytes) -> Finding:
    _, findings = read(content)
    [finding] = findings.listed
    return finding


def test_every_record_is_yielded_in_file_order() -> None:
    found, findings = read(GOOD)
    assert found == [(place, f"A{place + 1}") for place in range(len(RECORDS))]
    assert not findings


@settings(max_examples=30, deadline=None)
@given(block=st.integers(300, 5000))
def test_where_the_blocks_are_cut_changes_nothing(block: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gate, "BLOCK", block)
        assert read(GOOD)[0] == read_at_once(GOOD)


def read_at_once(content: bytes) -> list[tuple[int, str]]:
    """The dumb definition: the whole document in memory."""
    container = etree.fromstring(content).find(SHAPE.container)
    assert container is not None
    return [(place, str(record.get("recordId"))) for place, record in enumerate(container)]


@settings(max_examples=30, deadline=None)
@given(block=st.integers(300, 5000), broken=st.sets(st.integers(0, 299), min_size=1, max_size=5))
def test_a_defect_is_told_with_its_own_line_and_path_whatever_the_blocks(block: int, broken: set[int]) -> None:
    content = GOOD
    for place in broken:
        content = content.replace(f'"A{place + 1}"'.encode(), f'"A {place + 1}"'.encode())
    lines = content.split(b"\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gate, "BLOCK", block)
        _, findings = read(content)
    assert findings.total == len(broken)
    for finding, place in zip(findings.listed, sorted(broken), strict=True):
        assert f'"A {place + 1}"'.encode() in lines[(finding.line or 0) - 1]
        assert finding.xpath == f"/*/registrations/*[{place + 1}]"
        assert finding.code == codes.VALUE_NOT_OF_TYPE


def test_comments_and_instructions_between_records_are_passed_over() -> None:
    found, findings = read(GOOD.replace(b"    <register", b"    <!-- <register> --><?note it?><register"))
    assert len(found) == len(RECORDS)
    assert not findings


def test_a_file_without_records_is_a_file() -> None:
    assert read(registrations(MUTUALITY, 1, [])) == ([], Findings(1000))


def test_after_the_limit_problems_are_only_counted() -> None:
    _, findings = read(GOOD.replace(b"<ssin>8", b"<ssin>X"), limit=10)
    assert (len(findings.listed), findings.total) == (10, 300)


def test_a_problem_of_the_header_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "BLOCK", 1000)
    finding = the_finding(GOOD.replace(b"<sequenceNumber>1", b"<sequenceNumber>one"))
    assert (finding.xpath, finding.line) == ("/*/sequenceNumber", 6)


def test_a_wrong_value_is_shown_by_its_shape_only() -> None:
    finding = the_finding(ONE.replace(ssin(0).encode(), b"80.61.01-001.39"))
    assert "99.99.99-999.99" in finding.text
    assert "Eleven digits" in finding.text
    assert "80.61" not in finding.text


def test_a_wrong_value_beside_a_wrong_attribute_is_never_repeated() -> None:
    content = ONE.replace(ssin(0).encode(), b"Jan").replace(b"<register ", b'<register kind="Piet" ')
    _, findings = read(content)
    assert {f.code for f in findings.listed} == {codes.VALUE_NOT_OF_TYPE, codes.ATTRIBUTE_NOT_EXPECTED}
    assert not any(value in f.text for f in findings.listed for value in ("Jan", "Piet"))


BEGIN, END = b"<ssin>", b"</ssin>"


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        pytest.param(b"", codes.NOT_WELL_FORMED, None, id="nothing"),
        pytest.param(b"no xml", codes.NOT_WELL_FORMED, 1, id="text"),
        pytest.param(ONE[:-20], codes.NOT_WELL_FORMED, 10, id="broken off"),
        pytest.param(ONE.replace(END, b"</inss>"), codes.NOT_WELL_FORMED, 8, id="other end tag"),
        pytest.param(ONE + b"<more/>", codes.NOT_WELL_FORMED, 11, id="second root"),
        pytest.param(ONE.replace(b"?>", b"?><!DOCTYPE a []>"), codes.DTD_DECLARED, 1, id="document type"),
        pytest.param(ONE.replace(b"?>", b"?><!-- - --><!DOCTYPE a>"), codes.DTD_DECLARED, 1, id="hidden document type"),
        pytest.param(ONE.replace(BEGIN, BEGIN + b"&name;"), codes.DTD_DECLARED, 8, id="entity"),
        pytest.param(ONE.replace(b"UTF-8", b"ISO-8859-1"), codes.NOT_UTF_8, 1, id="declared otherwise"),
        pytest.param(ONE.decode().encode("utf-16"), codes.NOT_UTF_8, 1, id="UTF-16"),
        pytest.param(ONE.replace(BEGIN, BEGIN + b"\xff"), codes.NOT_UTF_8, 8, id="bytes"),
        pytest.param(ONE.replace(BEGIN, BEGIN + b"\x00"), codes.NUL_CHARACTER, 8, id="NUL"),
        pytest.param(ONE.replace(BEGIN, BEGIN * 300), codes.NESTED_TOO_DEEP, 8, id="deep"),
        pytest.param(ONE.replace(BEGIN, BEGIN + b"8" * 1_500_000), codes.ELEMENT_TOO_LARGE, None, id="large"),
        pytest.param(b"<!--" + b" " * (1 << 18) + b"--><!DOCTYPE a>" + ONE, codes.ELEMENT_TOO_LARGE, 1, id="late root"),
        pytest.param(b" " * (1 << 18) + b"<!DOCTYPE a>" + ONE, codes.ELEMENT_TOO_LARGE, 1, id="blank first block"),
        pytest.param(
            ONE.replace(BEGIN, b'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>' + BEGIN),
            codes.XINCLUDE, 8, id="XInclude",
        ),
        pytest.param(ONE.replace(b"urn:raas:reg:v1", b"urn:raas:reg:v2"), codes.OTHER_ROOT, 2, id="other namespace"),
        pytest.param(b"<html/>", codes.OTHER_ROOT, 1, id="other root"),
        pytest.param(ONE.replace(b"dossierType>", b"dossiertype>"), codes.ELEMENT_NOT_EXPECTED, 8, id="other name"),
        pytest.param(ONE.replace(b"<register ", b"<register x='' "), codes.ATTRIBUTE_NOT_EXPECTED, 8, id="attribute"),
        pytest.param(ONE.replace(b"2020-01-01", b"2020-02-30"), codes.VALUE_NOT_OF_TYPE, 8, id="no such day"),
    ],
)  # fmt: skip
def test_what_is_refused(content: bytes, code: str, line: int | None) -> None:
    found, findings = read(content)
    assert [(f.code, f.line) for f in findings.listed] == [(code, line)]
    assert found == [] or code in (codes.NOT_WELL_FORMED, codes.XINCLUDE)


def test_an_enumeration_tells_what_was_expected() -> None:
    content = registrations(MUTUALITY, 1, [Record(ssin(1), "2020-01-01", person=(("gender", "Q"),))])
    finding = the_finding(content)
    assert finding.code == codes.VALUE_NOT_IN_LIST
    assert "M (man), F (woman)" in finding.text


def test_elements_after_the_records_are_refused() -> None:
    finding = the_finding(GOOD.replace(b"  </registrations>", b"  </registrations><more/>"))
    assert (finding.code, finding.xpath) == (codes.ELEMENT_NOT_EXPECTED, "/*/aaaa")


def test_what_follows_an_element_that_is_no_record_is_judged_too() -> None:
    lines = GOOD.split(b"\n")
    lines[9] = lines[9].replace(b"<ssin>8", b"<ssin>X")
    lines[11] = lines[11].replace(b"<ssin>8", b"<ssin>X")
    content = b"\n".join([*lines[:8], b"<other/>", *lines[8:10], b"<more>x</more>", *lines[10:]])
    _, findings = read(content)
    told = [(finding.code, finding.line, finding.xpath) for finding in findings.listed]
    assert sorted(told, key=lambda each: each[1] or 0) == [
        (codes.ELEMENT_NOT_EXPECTED, 9, "/*/registrations/*[2]"),
        (codes.VALUE_NOT_OF_TYPE, 11, "/*/registrations/*[4]/ssin"),
        (codes.ELEMENT_NOT_EXPECTED, 12, "/*/registrations/*[5]"),
        (codes.VALUE_NOT_OF_TYPE, 14, "/*/registrations/*[7]/ssin"),
    ]


def test_memory_does_not_grow_with_the_file() -> None:
    findings = Findings(10)
    rest = GOOD.partition(b"</registrations>")[2]
    head, _, body = GOOD.partition(b"</registrations>")[0].partition(b"<registrations>")

    class Endless(io.RawIOBase):
        """Gives the records over and over; remembers nothing."""

        pieces = iter([head + b"<registrations>", *[body] * 200, b"</registrations>" + rest])

        def read(self, _: int = -1) -> bytes:
            return next(self.pieces, b"")

    largest = 0
    for batch in reader.batches(Endless(), SHAPE, findings):  # type: ignore[arg-type]  # only read() is called
        largest = max(largest, len(batch.records))
    assert largest <= 2 * len(RECORDS)
    assert not findings
