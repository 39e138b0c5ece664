"""Rows put aside come back range by range: each once, whatever the pieces they came in."""

from itertools import pairwise, starmap

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from raas_batch.store.aside import by_range
from raas_batch.store.ranges import LOWEST, Range

pieces = st.lists(st.lists(st.tuples(st.integers(0, 30), st.booleans()), max_size=20), max_size=5)
bounds = st.sets(st.integers(1, 30), max_size=5)


@given(pieces, bounds)
def test_every_row_comes_once_in_the_range_that_holds_its_ssin(given_pieces, given_bounds):
    parts = list(starmap(Range, pairwise([LOWEST, *(f"{bound:011}" for bound in sorted(given_bounds)), None])))
    sent = [
        {
            "ssin": np.array([ssin for ssin, _ in piece], dtype=np.int64),
            "registers": np.array([registers for _, registers in piece], dtype=np.bool_),
        }
        for piece in given_pieces
    ]
    came = [list(zip(*(found[name].tolist() for name in found), strict=True)) for found in by_range(sent, parts)]
    in_each = [
        [row for piece in given_pieces for row in piece if int(part.first) <= row[0] < int(part.last or 99)]
        for part in parts
    ]
    assert came == [rows for rows in in_each if rows]
