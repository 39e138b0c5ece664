"""Compares two lists of lines by their days: the only module that says when a list and the register agree.

What counts is the set of days of a key. How days are divided into lines makes no difference: neither lines that share
days, which law 2 would merge, nor lines that only border on each other. A frame has the columns ``key``, ``start`` and
``stop``, in any order of its rows; a day is its ``date.toordinal()``, ``stop`` the first day after.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

COLUMNS = ["key", "start", "stop"]


def compare(listed: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Per key of either, sorted: whether it is ``listed``, whether it is ``held``, whether both have the ``same`` days.

    >>> listed = frame({"key": [1, 1, 2, 3], "start": [10, 20, 10, 10], "stop": [20, 30, 20, 20]})
    >>> held = frame({"key": [1, 2, 4], "start": [10, 10, 10], "stop": [30, 25, 20]})
    >>> compare(listed, held).reset_index().to_dict("split")["data"]
    [[1, True, True, True], [2, True, True, False], [3, True, False, False], [4, False, True, False]]
    """
    both = stretches(listed).merge(stretches(held), how="outer", on=COLUMNS, indicator="side")
    keys = pd.Index(both["key"].unique(), name="key").sort_values()
    differing = both.loc[both["side"] != "both", "key"]
    return pd.DataFrame(
        {"listed": keys.isin(listed["key"]), "held": keys.isin(held["key"]), "same": ~keys.isin(differing)}, index=keys
    )


def stretches(lines: pd.DataFrame) -> pd.DataFrame:
    """The days of each key as the fewest stretches: those that share a day or border on each other made one."""
    ordered = lines[COLUMNS].sort_values(COLUMNS, ignore_index=True)
    before = ordered.groupby("key")["stop"].cummax().groupby(ordered["key"]).shift(fill_value=-1)
    number = (ordered["start"] > before).cumsum()
    return ordered.groupby(number).agg(key=("key", "first"), start=("start", "first"), stop=("stop", "max"))


def frame(columns: Mapping[str, Any]) -> pd.DataFrame:
    """A frame of 64-bit integers, so that two of them always have columns of one kind."""
    return pd.DataFrame({name: pd.Series(columns[name], dtype="int64") for name in COLUMNS})
