"""Works on pieces in another thread, ahead of who takes them: the database, or the disk, and we are then busy at the
same time."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

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
