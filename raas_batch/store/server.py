"""Keeps our own PostgreSQL up for as long as this runs: ``python -m raas_batch.store.server``.

A command that needs the database starts it and stops it again. Where many components share it, whoever supervises them
runs this beside them. It ends, to be started again, when the server is gone.
"""

import signal
import sys

from raas_batch.settings import installation
from raas_batch.store.engine import embedded_server


def main() -> None:
    """Start the server, or join the one that runs; stop it at SIGTERM when nobody else uses it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # leaves by way of the library, which stops the server
    postmaster = embedded_server(installation()).get_postmaster_info().process
    postmaster.wait()
    sys.exit(1)


if __name__ == "__main__":
    main()
