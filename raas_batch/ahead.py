"""Works on pieces in another thread, ahead of who takes them: the database, or the disk, and we are then busy at the
same time."""

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, nullcontext
from typing import Any, TypeVar

Piece = TypeVar("Piece")
Done = TypeVar("Done")


def worked(pieces: Iterable[Piece], work: Callable[[Piece], Done]) -> Generator[Done]:
    """What the work makes of each piece, in order; it is done in another thread, one piece ahead of who takes it.

    The pieces are fetched in this thread. At most two pieces exist at a time. What goes wrong is raised here, and the
    pieces are then closed, if they can be: what they hold open does not wait until the exception is forgotten.
    """
    with _closed(pieces), ThreadPoolExecutor(max_workers=1) as thread:
        before: Future[Done] | None = None
        for piece in pieces:
            under_way = thread.submit(work, piece)
            if before is not None:
                yield before.result()
            before = under_way
        if before is not None:
            yield before.result()


def _closed(pieces: Iterable[Any]) -> AbstractContextManager[Any]:
    return closing(pieces) if isinstance(pieces, Generator) else nullcontext()
