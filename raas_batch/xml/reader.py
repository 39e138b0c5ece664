"""Streams a received file once, in flat memory: the only reader of them.

Most records are read by a pattern (``spelled``), the rest by parser and schema (``parsed``).
"""

from collections.abc import Iterator
from typing import IO

from raas_batch.findings import Findings
from raas_batch.xml import gate, parsed, spelled
from raas_batch.xml.gate import Refused
from raas_batch.xml.shape import Batch, Shape


def batches(stream: IO[bytes], shape: Shape, findings: Findings) -> Iterator[Batch]:
    """Yield the file block by block, without records where one is not valid; what is wrong goes to ``findings``.

    A file with findings is refused as a whole: what was yielded before must then be thrown away.
    """
    try:
        blocks = gate.blocks(stream)
        if shape.spelling is not None and shape.spelling.is_known:
            yield from spelled.batches(blocks, shape, shape.spelling, findings)
        else:
            yield from parsed.batches(blocks, shape, findings)
    except Refused as refused:
        findings.add(refused.finding)
