"""Tables for people: the only module that draws on a terminal."""

import io
import shutil
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDEST_WITHOUT_TERMINAL = 160


def table(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as text, as wide as the terminal at most; None is left blank."""
    drawn = Table(*heading)
    for row in rows:
        drawn.add_row(*(Text("" if value is None else str(value)) for value in row))
    text = io.StringIO()
    width = shutil.get_terminal_size((WIDEST_WITHOUT_TERMINAL, 0)).columns
    Console(file=text, width=width).print(drawn)
    return text.getvalue().rstrip("\n")
