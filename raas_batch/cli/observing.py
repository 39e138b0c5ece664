"""What an operator's instruments are told of the register."""

from typing import Annotated

import typer

from raas_batch.cli.shared import show
from raas_batch.errors import Failure
from raas_batch.flows import FLOWS
from raas_batch.observing import instruments
from raas_batch.observing.observer import Observer
from raas_batch.settings import installation


def observe(once: Annotated[bool, typer.Option(help="Print the figures as they are now, and end.")] = False) -> None:
    """Export how the register stands by OTLP, until stopped: what waits, what was done, the night, the ledger."""
    settings, flows = installation(), [stations.FLOW for stations in FLOWS]
    if not once:
        from raas_batch.observing import exporting  # what it imports takes longer than any other command

        return exporting.run(settings, flows)
    figures = Observer(settings, flows).look()
    shown = (
        (instrument.name, ", ".join(figure.labels.values()), f"{round(figure.value, 3):g}", instrument.unit)
        for instrument in instruments.INSTRUMENTS
        for figure in figures.get(instrument, [])
        if figure.value or not figure.labels  # a person looks for what there is; whoever alerts needs the zeros too
    )
    show(("figure", "of", "value", "unit"), shown)
    if not figures[instruments.DATABASE_UP][0].value:
        raise Failure("the database does not answer; see that it runs and that RAAS_DATABASE_URL is right")
    return None
