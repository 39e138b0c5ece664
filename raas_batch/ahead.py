"""Works on pieces in another thread, ahead of who takes them or behind who brings them: the database, or the disk, and
we are then busy at the same time."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Semaphore
from typing import Generic, TypeVar

Piece = TypeVar("Piece")
Done = TypeVar("Done")


def worked(pieces: Iterable[Piece], work: Callable[[Piece], Done]) -> Iterator[Done]:
    """What the work makes of each piece, in order; it is done in another thread, one piece ahead of who takes it.

    The pieces are fetched in this thread. At most two pieces exist at a time. What goes wrong is raised here.
    """
    with ThreadPoolExecutor(max_workers=1) as thread:
        before: Future[Done] | None = None
        for piece in pieces:
            under_way = thread.submit(work, piece)
            if before is not None:
                yield before.result()
            before = under_way
        if before is not None:
            yield before.result()


class Follower(Generic[Piece]):
    """Another thread that works on so many pieces at a time, while more are brought; of ``followed``."""

    def __init__(self, work: Callable[[list[Piece]], object], together: int, thread: Executor) -> None:
        self._work, self._together, self._thread = work, together, thread
        self._waiting: deque[Piece] = deque()
        self._under_way: deque[Future[None]] = deque()
        self._room = Semaphore(together)

    def add(self, piece: Piece) -> None:
        """Add a piece; wait, if as many wait as are worked on together. What went wrong meanwhile is raised here."""
        while self._under_way and self._under_way[0].done():
            self._under_way.popleft().result()
        self._room.acquire()
        self._waiting.append(piece)
        if len(self._waiting) == self._together:
            self.go_on()

    def go_on(self) -> None:
        """Work on what waits, though no more may come."""
        self._under_way.append(self._thread.submit(self._take))

    def finish(self) -> None:
        """Wait until all is done. What went wrong is raised here."""
        self.go_on()
        for each in self._under_way:
            each.result()

    def _take(self) -> None:
        if pieces := [self._waiting.popleft() for _ in range(len(self._waiting))]:
            self._room.release(len(pieces))
            self._work(pieces)


@contextmanager
def followed(work: Callable[[list[Piece]], object], together: int) -> Iterator[Follower[Piece]]:
    """Work on pieces in another thread, so many together. At the end of the block all are done, unless it fails."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        follower = Follower(work, together, thread)
        yield follower
        follower.finish()
