"""Tables and progress for people: the only module that draws on a terminal."""

import io
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from raas_batch import progress

WIDEST_WITHOUT_TERMINAL = 160
SHORT = 12
"""Characters that stay together: a number, a state, an organisation. What is longer is folded where room is scarce."""
_FRAME = 3


def table(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as text, as wide as the terminal or as it must: what is long is folded, nothing is cut. None is blank."""
    texts = [["" if value is None else str(value) for value in row] for row in rows]
    drawn, needed = Table(), 1
    for place, name in enumerate(heading):
        longest = max(map(len, (name, *(row[place] for row in texts))))
        drawn.add_column(name, no_wrap=longest <= SHORT, overflow="fold", min_width=min(longest, SHORT))
        needed += min(longest, SHORT) + _FRAME
    for row in texts:
        drawn.add_row(*map(Text, row))
    text = io.StringIO()
    width = shutil.get_terminal_size((WIDEST_WITHOUT_TERMINAL, 0)).columns
    Console(file=text, width=max(width, needed)).print(drawn)
    return text.getvalue().rstrip("\n")


@contextmanager
def progress_shown(console: Console | None = None) -> Iterator[None]:
    """Show every step that begins within as a bar with its rate and the time it still takes, where a person looks.

    On standard error, and only if that is a terminal; what else is written there scrolls by above the bars.
    """
    console = console or Console(file=sys.stderr)
    if not console.is_terminal:
        yield
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    bars = Progress(*columns, console=console, transient=True, redirect_stdout=False)
    with bars, progress.watched_by(_shower(bars)):
        yield


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:,.0f}/s")


def _shower(bars: Progress) -> progress.Watcher:
    @contextmanager
    def show(what: str, total: int) -> Iterator[progress.Advance]:
        task = bars.add_task(what, total=total or None)
        try:
            yield lambda count: bars.advance(task, count)
        finally:
            bars.refresh()
            bars.remove_task(task)

    return show
