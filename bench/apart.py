"""Work in processes of its own, as workers do it: its time and its memory are its own."""

import os
import pickle
import re
import resource
import subprocess
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from time import perf_counter
from typing import Any, NamedTuple

PEAK = re.compile(r"VmHWM:\s*(\d+) kB")
"""The most memory that a program had since it began to run."""


class Done(NamedTuple):
    """What a piece of work took: seconds, peak memory in MB; and what it returned."""

    seconds: float
    peak: float
    answer: Any


def done(work: Callable[[], Any]) -> Done:
    """Do the work in a process of its own."""
    [only] = together([work])
    return only


def command(words: list[str]) -> Done:
    """Run a program that must succeed; its answer is nothing.

    Its memory is looked at while it runs: what the system tells afterwards counts that of who started it.
    """
    begin, peak, ended = perf_counter(), 0, Event()
    with subprocess.Popen(words, stderr=subprocess.DEVNULL) as process:

        def watched() -> None:
            nonlocal peak
            while not ended.wait(0.02):
                with suppress(OSError):  # it has just ended
                    found = PEAK.search(Path(f"/proc/{process.pid}/status").read_text())
                    peak = max(peak, int(found[1])) if found else peak

        watching = Thread(target=watched)
        watching.start()
        assert process.wait() == 0
        spent = perf_counter() - begin
        ended.set()
        watching.join()
    return Done(spent, peak / 1024, None)


def together(works: Iterable[Callable[[], Any]]) -> list[Done]:
    """Do each in a process of its own, all at the same time."""
    from raas_batch.store.engine import engine

    engine()  # starts the server, if it must, in the process that outlives the others
    running = [_begun(work) for work in works]
    found = []
    for process, stream in running:
        with os.fdopen(stream, "rb") as receiving:
            answer = receiving.read()
        assert os.waitpid(process, 0)[1] == 0
        found.append(Done(*pickle.loads(answer)))  # our own child wrote it
    return found


def _begun(work: Callable[[], Any]) -> tuple[int, int]:
    from raas_batch.store.engine import engine

    receiving, sending = os.pipe()
    process = os.fork()
    if process:
        os.close(sending)
        return process, receiving
    status = 1
    try:
        engine().dispose(close=False)  # its connections are the parent's
        begin = perf_counter()
        answer = work()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        os.write(sending, pickle.dumps((perf_counter() - begin, peak, answer)))
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)  # what the parent does at its exit is not ours to do
