"""Ends what a component left behind when it died: the processes of its group. Supervisor tells it who exited."""

import os
import signal
import sys
from contextlib import suppress

from supervisor.childutils import get_headers, listener


def main() -> None:
    while True:
        _, payload = listener.wait(sys.stdin, sys.stdout)
        with suppress(ProcessLookupError):
            os.killpg(int(get_headers(payload)["pid"]), signal.SIGKILL)
        listener.ok(sys.stdout)


if __name__ == "__main__":
    main()
