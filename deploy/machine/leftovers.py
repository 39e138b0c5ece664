"""Ends what a component left behind when it died: the processes of its group. Supervisor tells it who exited."""

import os
import signal
import sys
from contextlib import suppress

from supervisor.childutils import eventdata, listener


def main() -> None:
    while True:
        _, payload = listener.wait(sys.stdin, sys.stdout)
        exited, _ = eventdata(payload)
        with suppress(ProcessLookupError):
            os.killpg(int(exited["pid"]), signal.SIGKILL)
        listener.ok(sys.stdout)


if __name__ == "__main__":
    main()
