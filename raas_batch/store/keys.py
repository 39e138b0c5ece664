"""A key (SSIN, dossier type) of one organisation as a single number: the only place that packs the two."""

from typing import Any

import numpy as np
import numpy.typing as npt

from raas_batch.store.columns import Columns

Packed = npt.NDArray[np.int64]

_TYPE_BITS = 26
"""An SSIN needs 37 bits; what is left of 63 numbers 67 million dossier types."""


def packed(rows: Columns) -> Packed:
    """One number per row, that sorts as ``ssin``, then ``dossier_type`` does."""
    return (rows["ssin"].astype(np.int64) << _TYPE_BITS) | rows["dossier_type"].astype(np.int64)


def order(rank: Packed, within: npt.NDArray[Any]) -> npt.NDArray[np.intp]:
    """Where the rows stand in order of a rank, then of a column of numbers from 0 below 2^32; no row equals another.

    Both in one number, which is sorted ten times as fast as by ``lexsort``.
    """
    return np.argsort((rank << 32) | within)


def unpacked(keys: Packed) -> tuple[Packed, Packed]:
    """SSINs and dossier types of packed keys."""
    return keys >> _TYPE_BITS, keys & ((1 << _TYPE_BITS) - 1)
