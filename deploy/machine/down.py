"""Stops everything of the register on this machine, the database last: ``make down``."""

import sys
from time import monotonic, sleep

from rich.console import Console
from supervision import is_up, supervisor

from raas_batch.settings import installation

PATIENCE = 240.0
"""Seconds that all components together may take to stop."""


def main() -> None:
    settings, console = installation(), Console(highlight=False)
    if not is_up(settings):
        console.print(f"nothing is up in {settings.home}")
        return
    supervisor(settings).shutdown()
    began = monotonic()
    while is_up(settings) and monotonic() - began < PATIENCE:
        sleep(0.2)
    if is_up(settings):
        console.print(f"not down after {PATIENCE:.0f} s; {settings.home}/log/supervisord.log tells what still runs")
        sys.exit(1)
    console.print(f"down after {monotonic() - began:.0f} s; what was under way goes on at the next `make up`")


if __name__ == "__main__":
    main()
