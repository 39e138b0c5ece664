"""Memory that was freed is kept, to be used again: the only module that speaks to the C library's allocator.

Work piece by piece frees some megabytes with every piece and asks for as many with the next. glibc gives what is freed
back to the machine each time, and to touch a page that is new costs more than most of what is done with it. And it
gives each thread a heap of its own, so that what one freed another cannot use; ours work in turns, and share one.
Source: ``mallopt(3)``; numbers of the parameters from ``malloc.h``.
"""

import ctypes
from functools import cache

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
_KEPT = 128 << 20
"""Bytes that may lie unused at the end of a heap."""
_OF_ITS_OWN = 32 << 20
"""Bytes from which on an allocation has pages of its own, which go with it: the most there can be."""


@cache
def keep() -> None:
    """Let this process keep what it frees; where the C library is another one, nothing happens."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_TRIM_THRESHOLD, _KEPT)
        mallopt(_MMAP_THRESHOLD, _OF_ITS_OWN)
        mallopt(_ARENA_MAX, 1)
