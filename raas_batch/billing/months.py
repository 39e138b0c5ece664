"""Calendar months, in which is billed."""

import re
from datetime import date
from typing import NamedTuple, Self

from raas_batch.errors import WrongUse
from raas_batch.periods import Period

_FORM = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


class Month(NamedTuple):
    """A month of a year; sorts as time runs.

    >>> str(Month.read("2026-12").days)
    '2026-12-01..2026-12-31'
    """

    year: int
    month: int

    @classmethod
    def read(cls, written: str) -> Self:
        """Read a month as ``2026-11``. Raises WrongUse."""
        form = _FORM.fullmatch(written)
        if form is None or form[1] in ("0000", "9999"):
            raise WrongUse(f"{written} is not a month; expected one like 2026-11")
        return cls(int(form[1]), int(form[2]))

    @property
    def days(self) -> Period:
        """All its days."""
        after = date(self.year + self.month // 12, self.month % 12 + 1, 1)
        return Period(date(self.year, self.month, 1), after)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"
