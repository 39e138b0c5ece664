"""How far long work is: told to whoever watches, which is a terminal or nobody."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

Advance = Callable[[int], None]
"""Is told how many more are done."""
Watcher = Callable[[str, int], AbstractContextManager[Advance]]
"""Shows a step while it lasts: what is done, and how many there are to do; 0 when that is not known before."""

_watchers: list[Watcher] = []


@contextmanager
def watched_by(watcher: Watcher) -> Iterator[None]:
    """Let the watcher see every step that begins within."""
    _watchers.append(watcher)
    try:
        yield
    finally:
        _watchers.remove(watcher)


@contextmanager
def step(what: str, total: int) -> Iterator[Advance]:
    """A step of long work; gives what must be called as it gets on. Without a watcher it costs nothing."""
    if not _watchers:
        yield _nobody
        return
    with _watchers[-1](what, total) as advance:
        yield advance


def _nobody(_: int) -> None:
    pass
