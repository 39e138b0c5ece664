"""The pattern of a flow may only ever save time: with it and without it a file is read alike, or refused alike."""

import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import MUTUALITY, Record, registrations, ssin
from thorough import times

from raas_batch.findings import Findings
from raas_batch.registration import reader as registration
from raas_batch.registration.spelling import SPELLING
from raas_batch.store.staging import NULL, Written
from raas_batch.xml import gate, parsing, reader, schemas
from raas_batch.xml.shape import Batch, Shape

SAMPLES = Path(__file__).parents[2] / "samples"
BY_PARSER = replace(registration.SHAPE, spelling=None)
DAYS = ["2020-01-01", "2020-02-29", "2019-02-29", "1900-02-29", "2021-04-31", "9999-12-31", "9999-12-30", "0000-01-01"]
DAYS += ["0001-01-01", "1850-06-30", "2150-02-28"]
NAMES = [
    "PEETERS",
    "Zoé",
    "d'Haese",
    " an",
    "van  den bôsch ",
    "x" * 100,
    "y" * 101,
    "a&amp;b",
    "\\",
    "ŁŒ",
    "漢",
    "-",
    "\u0301",
]
KINDS = ["EMPLOYEE", "017", "A", "A B", "A ", "_A", "a+:_", "k" * 64, "k" * 65]
ODDITIES = [
    "<",
    ">",
    "&",
    "&lt;",
    "<!-- -->",
    "<?a b?>",
    "<![CDATA[1]]>",
    "]]>",
    "\t",
    "\n",
    " ",
    "\r\n",
    "/",
    '"',
    "0",
    "9",
]
ODDITIES += [
    "-",
    "A",
    "é",
    "\\",
    "\x7f",
    "\u0301",
    "</registrations>",
    "</register>",
    "<register>",
    "x:",
    "\x0b",
    "\x0c",
]

BLOCKS = [500, 1000, 1 << 18]
"""Bytes at a time; the beginning of a file is 424, which must be read at once."""
PROLOGUES = [
    b"", b'<?xml version="1.0" encoding="utf-8"?>\n', b"<?xml version='1.0' encoding='UTF-8'?>\n", b"\xef\xbb\xbf",
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', b'\xef\xbb\xbf<?xml version="1.0" ?>\r\n',
]  # fmt: skip
Place = tuple[str, int | None, str | None]
ODD = Record(ssin(1), " 2020-01-01 ")

days = st.sampled_from(DAYS)
persons = st.lists(
    st.one_of(
        st.tuples(st.just("lastName"), st.sampled_from(NAMES)),
        st.tuples(st.just("firstName"), st.sampled_from(NAMES)),
        st.tuples(st.just("birthDate"), st.sampled_from([*DAYS, "1980-00-00", "1980-02-30", "1980-13-01"])),
        st.tuples(st.just("gender"), st.sampled_from(["M", "X", "Z"])),
    ),
    max_size=2,
).map(tuple)
records = st.builds(
    lambda number, begin, end, registers, kind, person: Record(ssin(number), begin, end, registers, kind, None, person),
    st.integers(0, 3), st.none() | days, st.none() | days, st.booleans(), st.sampled_from(KINDS), persons,
)  # fmt: skip
ordinary = st.integers(0, 9).map(lambda number: Record(ssin(number), "2020-01-01", None, bool(number)))


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """A file of mostly ordinary records, perhaps with something odd put somewhere."""
    text = registrations(MUTUALITY, 1, draw(st.lists(ordinary | ordinary | records, max_size=6))).decode()
    for _ in range(draw(st.integers(0, 2))):
        at, length = draw(st.integers(0, len(text))), draw(st.integers(0, 2))
        text = text[:at] + draw(st.sampled_from(ODDITIES)) + text[at + length :]
    return text.encode()


@settings(max_examples=times(300), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents(), st.sampled_from(BLOCKS))
def test_a_file_is_read_alike_with_the_pattern_and_without(document: bytes, block: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gate, "BLOCK", block)
        assert read(document, registration.SHAPE) == read(document, BY_PARSER)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("**/REG*.T.xml")) + sorted(SAMPLES.glob("registration/*/*.xml")))
def test_a_sample_is_read_alike(path: Path) -> None:
    assert read(path.read_bytes(), registration.SHAPE) == read(path.read_bytes(), BY_PARSER)


def test_a_file_of_many_blocks_is_read_by_the_pattern_to_its_end() -> None:
    document = registrations(MUTUALITY, 1, [Record(ssin(number % 9), "2020-01-01") for number in range(10_000)])
    assert len(document) > parsing.LARGEST > gate.BLOCK
    batches = list(reader.batches(BytesIO(document), registration.SHAPE, Findings(10)))
    assert sum(map(len, batches)) == 10_000
    assert not any(batch.records for batch in batches)


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("prologue", PROLOGUES)
def test_what_programs_begin_a_file_with_does_not_keep_it_from_the_pattern(
    prologue: bytes, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "BLOCK", block)
    plain = registrations(MUTUALITY, 1, [Record(ssin(number), "2020-01-01") for number in range(9)])
    document = prologue + plain[plain.index(b"<reg:") :]
    batches = list(reader.batches(BytesIO(document), registration.SHAPE, Findings(10)))
    assert sum(map(len, batches)) == 9
    assert not any(batch.records for batch in batches)
    assert read(document, registration.SHAPE) == read(document, BY_PARSER)


def test_a_file_of_nothing_but_brackets_costs_no_more_than_its_bytes() -> None:
    beginning = registrations(MUTUALITY, 1, []).partition(b"  </registrations>")[0]
    document = beginning + b"<" * (1 << 20) + b"</register>"
    tracemalloc.start()
    rows, found, _ = read(document, registration.SHAPE)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (rows, [code for code, *_ in found]) == ([], ["RAAS0201"])
    assert peak < 16 << 20


@pytest.mark.parametrize("where", ["A1", "PEETERS", "</period>"])
def test_what_separates_the_values_that_were_found_is_never_taken_for_one(where: str) -> None:
    good = Record(ssin(1), "2020-01-01", person=(("lastName", "PEETERS"),), record_id="A1")
    document = registrations(MUTUALITY, 1, [good])
    document = document.replace(where.encode(), where.encode() + b"\x1f" * 11)  # as many as a record has groups
    rows, found, _ = read(document, registration.SHAPE)
    assert (rows, [code for code, *_ in found]) == ([], ["RAAS0201"])


def test_an_error_far_down_is_told_at_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "BLOCK", 4096)
    good = [Record(ssin(number % 7), "2020-01-01") for number in range(500)]
    document = registrations(MUTUALITY, 1, [*good, Record("1", "2020-01-01"), *good])
    rows, found, _ = read(document, registration.SHAPE)
    assert (rows, found) == read(document, BY_PARSER)[:2]
    assert found == [("RAAS0212", 508, "/*/registrations/*[501]/ssin")]


@pytest.mark.parametrize("block", BLOCKS)
def test_a_record_that_is_spelled_otherwise_is_parsed_alone(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "BLOCK", block)
    good = [Record(ssin(number % 7), "2020-01-01") for number in range(100)]
    document = registrations(MUTUALITY, 1, [*good, ODD, *good, ODD, *good])
    batches = list(reader.batches(BytesIO(document), registration.SHAPE, Findings(10)))
    assert sum(map(len, batches)) == 302
    assert sum(len(batch.records) for batch in batches) <= (2 if block == BLOCKS[-1] else 8)
    assert read(document, registration.SHAPE) == read(document, BY_PARSER)


@pytest.mark.parametrize("good_ones", [0, 1, 9])
def test_many_records_that_are_spelled_otherwise_are_parsed_together(good_ones: int) -> None:
    records = [
        ODD if number % (1 + good_ones) == 0 else Record(ssin(number % 7), "2020-01-01") for number in range(3000)
    ]
    document = registrations(MUTUALITY, 1, records)
    batches = list(reader.batches(BytesIO(document), registration.SHAPE, Findings(10)))
    assert sum(map(len, batches)) == 3000
    assert len(batches) < 40
    assert read(document, registration.SHAPE) == read(document, BY_PARSER)


def test_the_pattern_was_written_for_the_schema_as_it_is() -> None:
    """When this fails: look whether the pattern still fits what changed in the schema, then note its fingerprint."""
    assert SPELLING.fingerprint == schemas.fingerprint("registration")


def read(document: bytes, shape: Shape) -> tuple[list[tuple[str | None, ...]], list[Place], int]:
    """The rows of a file, none if it is refused, with what was found where: in which words depends on the part."""
    findings = Findings(100)
    batches = reader.batches(BytesIO(document), shape, findings)
    rows = list(written(registration._rows, batches))
    places = [(each.code, each.line, each.xpath) for each in findings.listed]
    return [] if findings else rows, places, findings.total


def written(rows: Callable[..., Iterator[object]], batches: Iterator[Batch]) -> Iterator[tuple[str | None, ...]]:
    """The rows as the texts that COPY takes."""
    for row in rows(1, batches, date(2026, 11, 24), True):
        if isinstance(row, Written):
            for line in row.text.splitlines():
                yield tuple(None if value == NULL else value for value in line.split("\t"))
        else:
            texts = ("ft"[value] if isinstance(value, bool) else value for value in row)  # type: ignore[attr-defined]  # a tuple
            yield tuple(None if value is None else str(value) for value in texts)
