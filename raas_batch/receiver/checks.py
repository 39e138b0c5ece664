"""Checks one file by itself: is it there with its voucher, are its bytes the promised ones, does it follow its schema.

Each question is asked only once those before it are answered well: a file with other bytes is not read.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from raas_batch import codes
from raas_batch.findings import Finding, Findings
from raas_batch.intake.document import compared
from raas_batch.receiver.documents import OURS
from raas_batch.receiver.folder import Pair
from raas_batch.vouchers import SCHEMA_VERSION, Voucher
from raas_batch.xml import reader, vouchers
from raas_batch.xml.part import Element

LISTED = 20
"""Problems of one file that are told; a schema that does not fit may give millions."""


@dataclass(frozen=True, slots=True)
class Tag:
    """What a base file says of itself: its day, its place among all changes, and by flow the first file after it."""

    day: date
    log_number: int
    goes_on: dict[str, int]


@dataclass(slots=True)
class Checked:
    """A file, and what was found out about it."""

    pair: Pair
    findings: Findings
    voucher: Voucher | None = None
    items: int = 0
    tag: Tag | None = None
    log_number: int | None = None
    """The change up to which it tells, as far as it says so: an answer or a base file in itself, another by digests."""


def check(pair: Pair) -> Checked:
    """Answer every question about one file."""
    checked = Checked(pair, Findings(LISTED))
    findings = checked.findings
    findings.add_all(_absences(pair))
    if pair.has_voucher:
        with pair.voucher_path.open("rb") as stream:
            checked.voucher = vouchers.read(stream, findings)
    if checked.voucher is None:
        return checked
    for question in (_other_marks, _other_bytes):
        if not findings:
            findings.add_all(question(pair, checked.voucher))
    if not findings:
        _read(checked, checked.voucher)
    return checked


def _absences(pair: Pair) -> Iterator[Finding]:
    if not pair.has_voucher:
        yield Finding(codes.VOUCHER_MISSING, f"its voucher {pair.voucher_path.name} is not here")
    if not pair.has_file:
        yield Finding(codes.FILE_MISSING, "its voucher is here, the file itself is not")


def _other_marks(pair: Pair, voucher: Voucher) -> Iterator[Finding]:
    marks = pair.marks
    promised = (voucher.flow, voucher.receiver, voucher.sequence, voucher.environment)
    if voucher.file_name != pair.name:
        yield Finding(codes.FILE_NAME, "the voucher's fileName is not the name of the file beside it")
    elif (marks.flow, marks.organisation, marks.sequence, marks.environment) != promised:
        text = "the flow, CBE number, sequence or environment in the file's name is not the voucher's"
        yield Finding(codes.FILE_NAME, text)
    if voucher.schema_version != SCHEMA_VERSION:
        text = f"the voucher's schema version is {voucher.schema_version}, supported is {SCHEMA_VERSION}"
        yield Finding(codes.SCHEMA_VERSION, text)


def _other_bytes(pair: Pair, voucher: Voucher) -> Iterator[Finding]:
    size = pair.path.stat().st_size
    if size != voucher.file_size:
        yield Finding(codes.FILE_SIZE, f"the voucher's size is {voucher.file_size}, the file's is {size}")
        return
    with pair.path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    if sha256 != voucher.sha256:
        yield Finding(codes.FILE_SHA256, f"the voucher's SHA-256 is {voucher.sha256}, the file's is {sha256}")


def _read(checked: Checked, voucher: Voucher) -> None:
    """Read the document once: its schema, its header, its number of records; and its tag, if it is a base file."""
    shape, findings = OURS[voucher.flow], checked.findings
    with checked.pair.path.open("rb") as stream:
        for batch in compared(reader.batches(stream, shape, findings), voucher, findings):
            checked.items = batch.following
            root = batch.root
    if findings:
        return
    day = (root.findtext("day") or "").strip()
    if day and day.replace("-", "") != checked.pair.marks.day:
        findings.add(Finding(codes.FILE_NAME, f"the day in the file's name is {checked.pair.marks.day}, in it {day}"))
    if voucher.flow == "BAS":
        checked.tag = _tag(root, day)
    said = root.findtext("logNumber")
    checked.log_number = int(said) if said else voucher.digests and voucher.digests.log_number


def _tag(root: Element, day: str) -> Tag:
    streams = root.iterfind("continuesWith/dailyFile")
    goes_on = {str(each.findtext("flow")): int(each.findtext("fileSequenceNumber") or 0) for each in streams}
    return Tag(date.fromisoformat(day), int(root.findtext("logNumber") or 0), goes_on)
