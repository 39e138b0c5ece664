"""The archive: every byte received or sent, kept under its SHA-256, never changed and never deleted.

``archive/ab/cd/abcd…`` (64 hex digits). Keeping the same bytes twice keeps them once.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from upath import UPath

from raas_batch.errors import Failure
from raas_batch.exchange import durable

BLOCK = 1 << 20


class NotKept(Failure):
    """What was kept is gone, or other bytes lie in its place."""

    def __init__(self, where: UPath, found: str) -> None:
        super().__init__(
            f"the archive's {where} {found}; nothing leaves with other bytes. Put it back from a copy of the archive, "
            "and run again"
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept: SHA-256 in lower-case hex, size in bytes."""

    sha256: str
    size: int


class Spool:
    """A stream of bytes on its way into the archive; counts and hashes what passes."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()
        self._size = 0

    def write(self, block: bytes) -> None:
        self._stream.write(block)
        self._digest.update(block)
        self._size += len(block)

    @property
    def kept(self) -> Kept:
        """What was written so far."""
        return Kept(self._digest.hexdigest(), self._size)


@contextmanager
def spool(archive: UPath) -> Iterator[Spool]:
    """Give a spool whose bytes are in the archive once the block ends without an exception."""
    spooled: list[Spool] = []
    with durable.written(archive, lambda: place(archive, spooled[0].kept.sha256)) as stream:
        spooled.append(Spool(stream))
        yield spooled[0]


def keep(archive: UPath, source: UPath) -> Kept:
    """Copy a file into the archive."""
    with source.open("rb") as stream, spool(archive) as spooled:
        while block := stream.read(BLOCK):
            spooled.write(block)
    return spooled.kept


def place(archive: UPath, sha256: str) -> UPath:
    """Where the bytes with this hash lie."""
    return archive / sha256[:2] / sha256[2:4] / sha256


def read(archive: UPath, sha256: str) -> IO[bytes]:
    """Open what was kept, to read. Raises NotKept when it is not there."""
    where = place(archive, sha256)
    try:
        return durable.read(where)
    except FileNotFoundError:
        raise NotKept(where, "is not there") from None


def blocks(archive: UPath, sha256: str) -> Iterator[bytes]:
    """Give what was kept, block by block. Raises NotKept, at the latest after the last one, if it is not that."""
    digest = hashlib.sha256()
    with read(archive, sha256) as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
            yield block
    if digest.hexdigest() != sha256:
        raise NotKept(place(archive, sha256), "holds other bytes than were kept")
