"""Files that pass: written from beginning to end and read once or not at all, soon or never.

Linux keeps in memory what was written to a file, or read, until it needs the place: of a million records and their
answer some hundred thousand pages that nobody will ask for, taken from those of the database. With ``RWF_DONTCACHE`` a
page goes when it is on the disk, or was read from there. Where kernel (before 6.14) or file system do not know it, all
is as it was.
Source: Linux, ``include/uapi/linux/fs.h``, and ``pwritev2(2)``.
"""

import errno
import os
from collections.abc import Callable
from io import BufferedReader, BufferedWriter, FileIO
from typing import Any

_TOGETHER = 1 << 20
"""Bytes written or read at a time."""
_RWF_DONTCACHE = 0x80
_WHERE_IT_STANDS = -1


def writing(path: str) -> BufferedWriter:
    """Open a file to write it from its beginning; what it held is gone."""
    return BufferedWriter(_Passing(path, "wb"), _TOGETHER)


def reading(path: str) -> BufferedReader:
    """Open a file to read it once, from its beginning. Raises FileNotFoundError."""
    return BufferedReader(_Passing(path, "rb"), _TOGETHER)


class _Passing(FileIO):
    _flags = _RWF_DONTCACHE

    def write(self, block: Any) -> int:
        return self._moved(os.pwritev, block)

    def readinto(self, block: Any) -> int:
        return self._moved(os.preadv, block)

    def _moved(self, move: Callable[[int, list[Any], int, int], int], block: Any) -> int:
        try:
            return move(self.fileno(), [block], _WHERE_IT_STANDS, self._flags)
        except OSError as error:
            if not self._flags or error.errno != errno.EOPNOTSUPP:
                raise
        self._flags = 0
        return self._moved(move, block)
