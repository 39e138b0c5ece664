"""Writes a file so that it is there whole or not at all: the only module that renames or fsyncs.

On a disk: a temporary name, fsync, rename, fsync of the folder. On object storage an object appears whole when
its writing is closed, so moving it is enough.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import IO
from uuid import uuid4

from upath import UPath

TEMPORARY = ".writing"
"""Folder of files being written."""


@contextmanager
def written(root: UPath, target: Callable[[], UPath]) -> Iterator[IO[bytes]]:
    """Give a stream whose bytes become ``target()`` when the block ends without an exception.

    ``root`` is the place the target is in: outbox or archive. The temporary file has a folder of its own there, so
    that no receiver ever sees one. An exception leaves nothing behind; what a killed process left, ``sweep`` removes.
    """
    folder = root / TEMPORARY
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / uuid4().hex
    try:
        with temporary.open("wb") as stream:
            yield stream
            _flush(stream, temporary)
        _rename(temporary, target())
    finally:
        temporary.unlink(missing_ok=True)


def move(source: UPath, target: UPath) -> None:
    """Give a file another name on the same disk, at once; its folder is there."""
    if is_on_disk(source):
        os.rename(source.path, target.path)
    else:
        source.fs.mv(source.path, target.path)


def sweep(root: UPath, before: datetime) -> None:
    """Remove what was being written under this root and has not been touched since then."""
    folder = root / TEMPORARY
    for left in folder.iterdir() if folder.exists() else ():
        with suppress(FileNotFoundError):
            if datetime.fromtimestamp(left.stat().st_mtime, UTC) < before:
                left.unlink()


def is_on_disk(place: UPath) -> bool:
    """Whether the place is a folder of this machine, where renaming is atomic."""
    return place.protocol in ("", "file", "local")


def _flush(stream: IO[bytes], temporary: UPath) -> None:
    stream.flush()
    if is_on_disk(temporary):
        os.fsync(stream.fileno())


def _rename(temporary: UPath, target: UPath) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if not is_on_disk(target):
        target.fs.mv(temporary.path, target.path)
        return
    os.replace(temporary.path, target.path)
    folder = os.open(target.parent.path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
