"""A key (SSIN, dossier type) of one organisation as a single number: the only place that packs the two."""

import numpy as np
import numpy.typing as npt

from raas_batch.store.columns import Columns

Packed = npt.NDArray[np.int64]

_TYPE_BITS = 26
"""An SSIN needs 37 bits; what is left of 63 numbers 67 million dossier types."""


def packed(rows: Columns) -> Packed:
    """One number per row, that sorts as ``ssin``, then ``dossier_type`` does."""
    return (rows["ssin"].astype(np.int64) << _TYPE_BITS) | rows["dossier_type"].astype(np.int64)


def unpacked(keys: Packed) -> tuple[Packed, Packed]:
    """SSINs and dossier types of packed keys."""
    return keys >> _TYPE_BITS, keys & ((1 << _TYPE_BITS) - 1)
