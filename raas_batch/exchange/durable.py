"""Writes a file so that it is there whole or not at all: the only module that renames or fsyncs.

On a disk: a temporary name, fsync, rename, fsync of the folder. On object storage: see ``objects``.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from typing import IO
from uuid import uuid4

from upath import UPath

from raas_batch.exchange import objects, passing

TEMPORARY = ".writing"
"""Folder of files being written, on a disk."""


def written(root: UPath, target: Callable[[], UPath], again: bool = False) -> AbstractContextManager[IO[bytes]]:
    """Give a stream whose bytes become ``target()`` when the block ends without an exception.

    ``root`` is the place the target is in. Who writes a target again writes the same bytes; ``again``: they replace
    what is there, which somebody may have changed. On a disk the temporary file has a folder of its own under the root,
    so that no receiver ever sees one. An exception leaves nothing behind; ``sweep`` removes what a killed process left.
    """
    return _on_disk(root, target) if is_on_disk(root) else objects.written(target, again)


def read(place: UPath) -> IO[bytes]:
    """Open what was written, to read it once. Raises FileNotFoundError."""
    return passing.reading(place.path) if is_on_disk(place) else place.open("rb")


def make_folder(folder: UPath) -> None:
    """See that a folder is there; object storage has none, and a bucket is made by its owner alone."""
    if is_on_disk(folder):
        folder.mkdir(parents=True, exist_ok=True)


def move(source: UPath, target: UPath) -> None:
    """Give a file another name in the same place; on a disk at once, its folder is there.

    Raises FileNotFoundError when there is no source.
    """
    if is_on_disk(source):
        os.rename(source.path, target.path)
    else:
        objects.move(source, target)


def finish_moving(source: UPath, target: UPath) -> None:
    """Remove the source that a move which died has left beside its target; on a disk none can."""
    if not is_on_disk(source):
        objects.finish(source, target)


def remove(place: UPath) -> None:
    """Remove a file; one that is gone is no failure."""
    if is_on_disk(place):
        place.unlink(missing_ok=True)
    else:
        objects.remove(place)


def sweep(root: UPath, before: datetime) -> None:
    """Remove what was being written under this root and has not been touched since then; object storage has none."""
    folder = root / TEMPORARY
    for left in folder.iterdir() if is_on_disk(root) and folder.exists() else ():
        with suppress(FileNotFoundError):
            if datetime.fromtimestamp(left.stat().st_mtime, UTC) < before:
                left.unlink()


def is_on_disk(place: UPath) -> bool:
    """Whether the place is a folder of this machine, where renaming is atomic."""
    return place.protocol in ("", "file", "local")


@contextmanager
def _on_disk(root: UPath, target: Callable[[], UPath]) -> Iterator[IO[bytes]]:
    folder = root / TEMPORARY
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / uuid4().hex
    try:
        with passing.writing(temporary.path) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _rename(temporary, target())
    finally:
        temporary.unlink(missing_ok=True)


def _rename(temporary: UPath, target: UPath) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(temporary.path, target.path)
    folder = os.open(target.parent.path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
