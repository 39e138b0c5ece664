"""Reads a file by the pattern of its flow, as far as that reads; what is spelled otherwise goes through the parser."""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from raas_batch.findings import Findings
from raas_batch.xml import gate, parsed, parsing
from raas_batch.xml.gate import Refused
from raas_batch.xml.parsed import TOGETHER, Read
from raas_batch.xml.part import Element
from raas_batch.xml.shape import Batch, Shape
from raas_batch.xml.spelling import Spelling

_WORTH_TRYING = 64
"""Records between two that are spelled otherwise, from which on the pattern pays for these."""


class _Begun(NamedTuple):
    """A document of which header, opened root and closing tags are known; and what reads its records."""

    header: bytes
    closing: bytes
    root: Element
    shape: Shape
    spelling: Spelling


class _Piece(NamedTuple):
    """The records of so many bytes; how many that are spelled otherwise were, or would be, parsed together."""

    batches: list[Batch]
    size: int
    together: int


def batches(blocks: Iterator[bytes], shape: Shape, spelling: Spelling, findings: Findings) -> Iterator[Batch]:
    """Yield the file block by block. A record that is spelled otherwise goes through the parser, alone.

    Where one follows the other, ever more go together, so that a file of them costs what the parser does. From a record
    on that is not valid either, all is left to the parser: it tells what is wrong.
    """
    beginning = next(blocks, b"")
    header, closing, pending = spelling.split(beginning) or (b"", b"", beginning)
    opened = _valid(header, closing, shape) if header else None
    if not opened:
        yield from parsed.batches(chain(filter(None, [beginning]), blocks), shape, findings)
        return
    begun = _Begun(header, closing, opened[0].root, shape, spelling)
    lines, count, together = 0, 0, 1
    while len(pending) <= parsing.LARGEST:
        if cut := spelling.cut(pending):
            piece = _piece(begun, pending[:cut], together)
            if piece is None:
                break
            for batch in filter(len, piece.batches):
                following = count + len(batch)
                yield Batch(count, begun.root, batch.records, following, False, batch.spelled)
                count = following
            lines += gate.lines_in(pending[: piece.size])
            pending, together = pending[piece.size :], piece.together
        elif block := next(blocks, b""):
            pending += block
        elif spelling.is_end(pending, closing):
            yield Batch(count, begun.root, [], count, True)
            return
        else:
            break
    yield from parsed.batches(chain([pending], blocks), shape, findings, Read(header, lines, count))


def _piece(begun: _Begun, chunk: bytes, together: int) -> _Piece | None:
    """What begins a chunk of whole records: what the pattern reads, and what it then does not; None if not valid."""
    columns, size = begun.spelling.columns(chunk)
    found = [Batch(0, begun.root, [], 0, False, columns)]
    if size == len(chunk):
        return _Piece(found, size, together)
    together = 1 if len(found[0]) >= _WORTH_TRYING else min(2 * together, TOGETHER)
    otherwise = begun.spelling.first(together, chunk[size:])
    valid = _valid(begun.header, otherwise + begun.closing, begun.shape)
    return None if valid is None else _Piece(found + valid, size + len(otherwise), together)


def _valid(header: bytes, rest: bytes, shape: Shape) -> list[Batch] | None:
    """A small document as the parser reads it; None when anything is wrong with it."""
    findings = Findings(1)
    try:
        found = list(parsed.batches([rest], shape, findings, Read(header, 0, 0)))
    except Refused:
        return None
    return None if findings else found
