"""Seconds to fold a million mixed operations on 600 000 keys into 800 000 held lines, without any I/O.

Run as ``python bench/merge.py [operations]``; the held lines and the keys grow with the operations.
"""

import sys
from collections.abc import Callable
from datetime import date
from time import perf_counter
from typing import TypeVar

import numpy as np

from raas_batch.period_columns import Lines, Operations, difference, fold, overlapping, without_a_day_left

FIRST_DAY = date(2000, 1, 1).toordinal()
FOREVER = date.max.toordinal()
Result = TypeVar("Result")


def main(operations: int) -> None:
    random = np.random.default_rng(20240101)
    keys = operations * 6 // 10
    held, _ = fold(_no_lines(), _operations(random, operations, keys, unregisters=0.0))
    asked = _operations(random, operations, keys, unregisters=0.2)
    print(f"{len(asked):,} operations on {keys:,} keys, {len(held):,} lines held")
    after, found = _timed("fold", lambda: fold(held, asked))
    wanted = _timed("difference", lambda: difference(held, after))
    lost = _timed("without a day left", lambda: without_a_day_left(held, after))
    _timed("overlapping", lambda: overlapping(after))
    print(f"{len(wanted.gone):,} gone, {len(wanted.changed):,} changed, {len(wanted.new):,} new")
    print(f"{lost:,} lines without a day left, {int((~found).sum()):,} unregisters that found nothing")
    hostile = _operations(random, operations, 1, unregisters=0.5, days=FOREVER - FIRST_DAY, longest=2)
    _timed("fold, all on one key", lambda: fold(_no_lines(), hostile))


def _operations(
    random: np.random.Generator,
    count: int,
    keys: int,
    unregisters: float,
    days: int = 9000,
    longest: int = 1500,
) -> Operations:
    """Make periods of up to ``longest`` days, one in five of them open when they are long."""
    start = FIRST_DAY + random.integers(0, days, count)
    stop = np.minimum(start + random.integers(1, longest, count), FOREVER)
    stop = np.where((random.random(count) < 0.2) & (longest > 2), FOREVER, stop)
    start = np.minimum(start, stop - 1)
    key = np.sort(random.integers(0, keys, count))
    return Operations(key, random.random(count) >= unregisters, start.astype(np.int32), stop.astype(np.int32))


def _no_lines() -> Lines:
    no_day = np.zeros(0, dtype=np.int32)
    return Lines(np.zeros(0, dtype=np.int64), no_day, no_day)


def _timed(name: str, work: Callable[[], Result]) -> Result:
    begin = perf_counter()
    result = work()
    print(f"{name:24}{perf_counter() - begin:8.2f} s")
    return result


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
