"""Work in processes of its own, as workers do it: its time and its memory are its own."""

import os
import pickle
import resource
import traceback
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Any, NamedTuple


class Done(NamedTuple):
    """What a piece of work took: seconds, peak memory in MB; and what it returned."""

    seconds: float
    peak: float
    answer: Any


def done(work: Callable[[], Any]) -> Done:
    """Do the work in a process of its own."""
    [only] = together([work])
    return only


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
