"""Keeps one file's failure from the others: every file is tried, then the station fails if one of them did.

What failed keeps its state, so that the next run takes it on.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from raas_batch import log, memory
from raas_batch.errors import Failure, LastingFailure, lasts
from raas_batch.progress import step

Key = TypeVar("Key")


class StationFailed(Failure):
    """Some files could not be handled; their ids say which, the log says where."""

    def __init__(self, station: str, failed: list[object]) -> None:
        self.failed = failed
        super().__init__(
            f"{station} could not handle {', '.join(map(str, failed))}; what was not finished was undone and the next "
            "run tries again. The log names the place; `raas file show ID` tells where a file stands"
        )


class StationDefective(StationFailed, LastingFailure):
    """All that failed would fail again, however often it is tried: a defect of ours, or of the installation."""


def each(station: str, keys: Iterable[Key], work: Callable[[Key], object]) -> None:
    """Do the work for every key; afterwards raise StationFailed if it failed for any."""
    failed = tried(station, keys, work)
    if failed:
        raise failure(station, failed)


def failure(station: str, failed: dict[object, Exception]) -> StationFailed:
    """The failure of a station for these keys."""
    kind = StationDefective if all(map(lasts, failed.values())) else StationFailed
    return kind(station, list(failed))


def tried(station: str, keys: Iterable[Key], work: Callable[[Key], object]) -> dict[object, Exception]:
    """Do the work for every key; returns those for which it failed, which the log tells, and why."""
    memory.keep()
    failed: dict[object, Exception] = {}
    waiting = list(keys)
    with step(station, len(waiting)) as advance:
        for number, key in enumerate(waiting):
            name = key if isinstance(key, int | str) else f"number {number}"
            try:
                work(key)
            except Exception as error:
                log.failed(station, error, key=name)
                failed[name] = error
            advance(1)
    return failed
