"""Lets a process die anywhere.

The process is a fork of this one, killed by itself at the n-th step of our own code: a call, a return, or a call into a
library (a statement, a commit, a write, an fsync, a rename).
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from raas_batch.store.engine import engine

OURS = str(Path(__file__).parents[1] / "raas_batch")


def in_a_fork(work: Callable[[], object]) -> int:
    """Do the work in a process of its own, in silence; its wait status."""
    process = os.fork()
    if process:
        return os.waitpid(process, 0)[1]
    try:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        engine().dispose(close=False)  # its connections are the parent's
        work()
    finally:
        os._exit(0)


def dying_at(step: int, work: Callable[[], object]) -> Callable[[], None]:
    """The work, killed at this step of our code. The step is counted over calls and returns."""

    def die() -> None:
        steps = 0

        def count(frame: object, _: str, __: object) -> None:
            nonlocal steps
            if frame.f_code.co_filename.startswith(OURS):
                steps += 1
                if steps == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.setprofile(count)
        work()

    return die


def steps_of(work: Callable[[], object]) -> int:
    """How many steps of our code the work takes."""
    steps = 0

    def count(frame: object, _: str, __: object) -> None:
        nonlocal steps
        steps += frame.f_code.co_filename.startswith(OURS)

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return steps
