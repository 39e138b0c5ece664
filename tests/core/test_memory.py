"""What a process frees is not given back piece by piece, where the C library is glibc."""

import platform
import subprocess
import sys

import pytest

PIECES = """
from resource import RUSAGE_SELF, getrusage
from raas_batch import memory
if {keeps}:
    memory.keep()
def piece():
    return len([bytearray(100_000) for _ in range(100)])
piece()
before = getrusage(RUSAGE_SELF).ru_minflt
for _ in range(10):
    piece()
print(getrusage(RUSAGE_SELF).ru_minflt - before)
"""


def pages_touched_anew(keeps: bool) -> int:
    """In a process of its own: what was kept once is kept to its end."""
    command = [sys.executable, "-c", PIECES.format(keeps=keeps)]
    return int(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library does as it does")
def test_a_piece_takes_the_memory_of_the_one_before_it() -> None:
    assert pages_touched_anew(keeps=True) < pages_touched_anew(keeps=False) / 10
