"""Waits until it is time, or until the process is asked to stop: no signal cuts a query or an export in two."""

import select
import signal
import socket
from types import FrameType, TracebackType
from typing import Any

STOPPING = (signal.SIGTERM, signal.SIGINT)


class Stop:
    """While it is open, SIGTERM and SIGINT end nothing but its ``wait``. For the main thread only.

    A blocked signal would not do, for a thread that a library started may take it; nor an event that a handler sets,
    for the handler may run while the same thread holds the event's lock. So the interpreter writes to a socket.
    """

    def __enter__(self) -> "Stop":
        self._asked, self._asking = socket.socketpair()
        self._asking.setblocking(False)
        self._before: dict[int, Any] = {one: signal.signal(one, _only_noticed) for one in STOPPING}
        self._wakeup_before = signal.set_wakeup_fd(self._asking.fileno())
        return self

    def wait(self, seconds: float) -> str | None:
        """Return after so many seconds; at once, with the name of the signal, when asked to stop, or asked before."""
        asked, _, _ = select.select([self._asked], [], [], max(0.0, seconds))
        return signal.Signals(self._asked.recv(1)[0]).name if asked else None

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        signal.set_wakeup_fd(self._wakeup_before)
        for one, handler in self._before.items():
            signal.signal(one, handler)
        self._asked.close()
        self._asking.close()


def _only_noticed(_: int, __: FrameType | None) -> None:
    pass
