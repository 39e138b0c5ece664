"""Writes a file so that it is there whole or not at all: the only module that renames or fsyncs.

On a disk: a temporary name, fsync, rename, fsync of the folder. On object storage an object appears whole when
its writing is closed, so moving it is enough.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO
from uuid import uuid4

from upath import UPath

TEMPORARY = ".writing-"
"""Prefix of files being written; whoever lists a folder passes over them."""


@contextmanager
def written(folder: UPath, target: Callable[[], UPath]) -> Iterator[IO[bytes]]:
    """Give a stream whose bytes become ``target()`` when the block ends without an exception.

    The temporary file lies in ``folder``, on the same disk as the target; an exception leaves nothing behind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f"{TEMPORARY}{uuid4().hex}"
    try:
        with temporary.open("wb") as stream:
            yield stream
            _flush(stream, temporary)
        _rename(temporary, target())
    finally:
        temporary.unlink(missing_ok=True)


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
