"""The touched dossiers of an answer: written range by range while the database is at work, on disk until they leave."""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from raas_batch.intake import messages
from raas_batch.period_columns import Lines
from raas_batch.store.days import first_days, last_days
from raas_batch.store.keys import Packed, packed, unpacked
from raas_batch.store.types import ssin_texts
from raas_batch.xml.writer import Spool

_TOGETHER = 10_000
"""Persons whose dossiers are in memory as texts at a time."""


class Dossiers:
    """Writes what dossiers hold, as an RSP tells it; ``codes`` are the dossier types by their number."""

    def __init__(self, codes: Mapping[int, str], spool: Spool) -> None:
        self._places = {number: place for place, number in enumerate(sorted(codes, key=codes.__getitem__))}
        self._types = {number: messages.dossier_type(code) for number, code in codes.items()}
        self._spool = spool

    def add(self, keys: Packed, lines: Lines) -> None:
        """Add the dossiers of these keys, which hold these lines: by SSIN, then dossier type, then day.

        The keys are sorted and come after those added before; the key of a line is its place in them.
        """
        bounds = np.searchsorted(lines.key, np.arange(len(keys) + 1))
        ssin, _ = unpacked(keys)
        persons = np.flatnonzero(np.append(True, ssin[1:] != ssin[:-1])[: len(keys)])
        for first, last in pairwise([*persons[::_TOGETHER].tolist(), len(keys)]):
            some = slice(bounds[first], bounds[last])
            periods = messages.periods(first_days(lines.start[some]), last_days(lines.stop[some]))
            written = self._written(keys[first:last], bounds[first : last + 1] - bounds[first], periods)
            self._spool.write(written.encode())

    def _written(self, keys: Packed, bounds: npt.NDArray[np.intp], periods: list[str]) -> str:
        ssin, kind = unpacked(keys)
        kinds, which = np.unique(kind, return_inverse=True)
        places = np.array([self._places[each] for each in kinds.tolist()])[which]
        order = np.argsort(packed({"ssin": ssin, "dossier_type": places}))
        begins, ends = bounds[:-1][order].tolist(), bounds[1:][order].tolist()
        types = [self._types[each] for each in kind[order].tolist()]
        held = ["".join(periods[begin:end]) for begin, end in zip(begins, ends, strict=True)]
        return messages.dossiers(ssin_texts(ssin[order]), types, held)
