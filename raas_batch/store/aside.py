"""Rows that come in one order and are needed in ranges of another: put aside on disk, so that nobody sorts them."""

from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO

import numpy as np
import numpy.typing as npt

from raas_batch.store.columns import Columns
from raas_batch.store.ranges import Range


def by_range(pieces: Iterable[Columns], parts: Sequence[Range]) -> Iterator[Columns]:
    """The rows of all pieces, which have a column ``ssin``, range by range; nothing for a range without any.

    Two pieces, or one range, are in memory at a time, and per piece and range where its rows lie.
    """
    firsts = np.array([int(part.first) for part in parts])
    with TemporaryFile() as aside:
        shape, lying = np.dtype([]), []
        for piece in pieces:
            rows, bounds = _in_order(piece, firsts)
            shape = rows.dtype
            lying.append(bounds * shape.itemsize + aside.tell())
            aside.write(rows.tobytes())
            del piece, rows
        for place in range(len(parts) if lying else 0):
            read = b"".join(_read(aside, int(at[place]), int(at[place + 1])) for at in lying)
            if read:
                found = np.frombuffer(read, dtype=shape)
                yield {name: found[name] for name in shape.names or ()}


def _in_order(piece: Columns, firsts: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.void], npt.NDArray[np.intp]]:
    """The rows of a piece, those of each range together, and where each range begins and the last one ends."""
    place = np.searchsorted(firsts, piece["ssin"], side="right") - 1
    order = np.argsort(place, kind="stable")
    rows = np.empty(len(order), dtype=[(name, values.dtype) for name, values in piece.items()])
    for name, values in piece.items():
        rows[name] = values[order]
    return rows, np.searchsorted(place[order], np.arange(len(firsts) + 1))


def _read(aside: IO[bytes], first: int, last: int) -> bytes:
    aside.seek(first)
    return aside.read(last - first)
