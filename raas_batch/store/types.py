"""How numbers of the field are kept in the database: the only place that turns them into integers.

An SSIN and a CBE number are digits with leading zeros outside, and ``bigint`` inside: 8 bytes instead of 12,
and a comparison instead of a collation, in every index of the register.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import BigInteger
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class Digits(TypeDecorator[str]):
    """A string of digits of one length, stored as ``bigint``."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__()
        self.length = length

    def process_bind_param(self, value: str | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_literal_param(self, value: str | None, dialect: Dialect) -> str:
        return "NULL" if value is None else str(int(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else f"{value:0{self.length}d}"


def ssin_texts(numbers: npt.NDArray[np.int64]) -> list[str]:
    """SSINs as they stand in the database, in an array, as texts of eleven digits.

    >>> ssin_texts(np.array([610100144]))
    ['00610100144']
    """
    return list(map("%011d".__mod__, numbers.tolist()))


SSIN = Digits(11)
CBE_NUMBER = Digits(10)
