"""What the tool tells a person: a line per problem, a line per stream."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from raas_batch import codes
from raas_batch.codes import receiving
from raas_batch.findings import Finding
from raas_batch.receiver.chain import missing_days, spans
from raas_batch.receiver.checks import Checked
from raas_batch.receiver.documents import OURS
from raas_batch.receiver.drift import Drift
from raas_batch.receiver.folder import Stream
from raas_batch.receiver.update import Update

DAYS_SHOWN = 10

_AGAIN = "Download the file and its voucher again; if nothing changes, tell the operator of the register."
_ADVICE = {
    codes.VOUCHER_MISSING: "Download it; a file is whole once its voucher is there.",
    codes.FILE_MISSING: "Download it.",
    codes.SCHEMA_VERSION: "Install the version of this program that knows it.",
    codes.SEQUENCE_NUMBER_USED: "Ask the operator of the register which of them is right; apply neither till then.",
} | {code.code: code.en.remedy for code in receiving.TABLE}


def problems(file: Checked) -> Iterator[str]:
    """Every problem of a file: its name, the code, where, what was found, what to do."""
    findings = file.findings
    yield from (_problem(file.pair.name, finding) for finding in findings.listed)
    if findings.total > len(findings.listed):
        yield f"{file.pair.name}  and {findings.total - len(findings.listed)} more problems"


def summary(stream: Stream, files: list[Checked]) -> str:
    """A stream in one line: which numbers are here, how much is in them, whether anything is wrong."""
    numbers = sorted({file.pair.marks.sequence for file in files})
    items = sum(file.items for file in files)
    kind = "event" if stream.flow == "NRP" else min(OURS[stream.flow].records)
    parts = [f"{stream}: {spans(numbers)}", counted(len(files), "file"), counted(items, kind), _state(numbers, files)]
    days = missing_days(files)
    if days:
        shown = ", ".join(map(str, days[:DAYS_SHOWN]))
        parts.append(f"no file of {shown}{' …' * (len(days) > DAYS_SHOWN)}")
    return ", ".join(parts)


def applied(done: Update, dossiers: int, lines: int) -> str:
    """What came of a copy."""
    return (
        f"{counted(done.applied, 'file')} applied, {done.known:,} known already; "
        f"{counted(dossiers, 'dossier')}, {counted(lines, 'line')}"
    )


def drift(found: Drift) -> str:
    """A dossier type of which the copy is not what the register says."""
    return _problem(found.name, Finding(codes.COPY_DRIFTS, str(found)))


def passed_over(others: int, folder: Path) -> str:
    """What was not looked at."""
    return f"{counted(others, 'other file')} in {folder} passed over: by their names not {', '.join(OURS)}"


def counted(number: int, noun: str) -> str:
    """A number of things.

    >>> counted(1, "file"), counted(1200, "event")
    ('1 file', '1,200 events')
    """
    return f"{number:,} {noun}{'s' * (number != 1)}"


def _problem(name: str, finding: Finding) -> str:
    line = f"line {finding.line}" if finding.line else None
    where = ", ".join(part for part in (line, finding.xpath) if part)
    return f"{name}  {finding.code}  {where}{': ' * bool(where)}{finding.text}. {_ADVICE.get(finding.code, _AGAIN)}"


def _state(numbers: Iterable[int], files: Iterable[Checked]) -> str:
    wrong, first = sum(bool(file.findings) for file in files), min(numbers)
    if wrong:
        return f"{wrong} wrong"
    return "complete" if first == 1 else f"complete from {first} on, earlier files are not here"
