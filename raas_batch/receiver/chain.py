"""Checks files against each other, stream by stream: is one missing, does each follow on the one before it.

What a copy holds already counts as being here: a receiver may put away what it has applied.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby, pairwise

from raas_batch import codes
from raas_batch.findings import Finding
from raas_batch.receiver.checks import Checked
from raas_batch.receiver.documents import DAILY
from raas_batch.receiver.folder import Stream

Applied = Mapping[int, str]
"""The numbers of a stream that a copy holds, with the SHA-256 of each file."""


def newest_tags(files: Iterable[Checked]) -> dict[Stream, int]:
    """The number with which each stream goes on after the newest base file."""
    bases = [file for file in files if file.tag is not None]
    tags: dict[Stream, int] = {}
    for base in sorted(bases, key=lambda file: (file.tag.log_number if file.tag else 0, file.pair.marks.sequence)):
        assert base.tag is not None, "only those with a tag"
        tags |= {base.pair.stream._replace(flow=flow): number for flow, number in base.tag.goes_on.items()}
    return tags


def check(stream: list[Checked], goes_on: int | None, applied: Applied) -> None:
    """Add to the files of a stream what is wrong with their order; ``goes_on``: the first number that must be here."""
    before: Checked | None = None
    for file in stream:
        number = file.pair.marks.sequence
        if before is not None and before.pair.marks.sequence == number:
            text = f"{before.pair.name} has the same sequence number {number}, expected one file"
            file.findings.add(Finding(codes.SEQUENCE_NUMBER_USED, text))
        elif file.voucher is not None:
            file.findings.add_all(_objections(file, before, applied))
        before = file
    for number, missing in _gaps(stream, goes_on, applied):
        file = next(file for file in stream if file.pair.marks.sequence >= number)
        file.findings.add(Finding(codes.EARLIER_FILE_MISSING, f"{_range(missing)} of {file.pair.stream} is not here"))


def missing_days(stream: Iterable[Checked]) -> list[date]:
    """The days between the first and the last of a stream that have no file; for daily files only."""
    daily = (file.pair.marks for file in stream if file.pair.marks.flow in DAILY)
    days = sorted({day for marks in daily if (day := _day(marks.day)) is not None})
    return [one + timedelta(days=more) for one, other in pairwise(days) for more in range(1, (other - one).days)]


def spans(numbers: Iterable[int]) -> str:
    """Sorted numbers as ranges.

    >>> spans([1, 2, 3, 5])
    '1-3, 5'
    """
    runs = groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    return ", ".join(_range(range(run[0][1], run[-1][1] + 1)) for run in (list(group) for _, group in runs))


def _objections(file: Checked, before: Checked | None, applied: Applied) -> Iterator[Finding]:
    """What the voucher says otherwise of the file before it, or the copy of the file itself."""
    assert file.voucher is not None, "a file without voucher says nothing"
    number, previous = file.pair.marks.sequence, file.voucher.previous_sha256
    if applied.get(number, file.voucher.sha256) != file.voucher.sha256:
        yield Finding(codes.SEQUENCE_NUMBER_USED, f"the copy was made from another file with the number {number}")
    expected = applied.get(number - 1)
    if before is not None and before.pair.marks.sequence == number - 1 and before.voucher is not None:
        expected = before.voucher.sha256
    if number > 1 and previous is None:
        yield Finding(codes.CHAIN_BROKEN, f"the voucher has no previousSha256, expected that of number {number - 1}")
    elif number == 1 and previous is not None:
        yield Finding(codes.CHAIN_BROKEN, "the voucher has a previousSha256, expected none in the first of a stream")
    elif expected is not None and previous != expected:
        text = f"the voucher's previousSha256 is {previous}, the SHA-256 of number {number - 1} is {expected}"
        yield Finding(codes.CHAIN_BROKEN, text)


def _gaps(stream: list[Checked], goes_on: int | None, applied: Applied) -> Iterator[tuple[int, range]]:
    """The numbers that are missing, each time with the number of the file that follows on them in the folder."""
    present = {file.pair.marks.sequence for file in stream}
    held = sorted(present | set(applied))
    if goes_on is not None and held and held[0] > goes_on:
        held.insert(0, goes_on - 1)
    for one, other in pairwise(held):
        if other > one + 1 and max(present) >= other:
            yield other, range(one + 1, other)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:  # in the name of a file, where anything may stand
        return None


def _range(numbers: range) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}"
