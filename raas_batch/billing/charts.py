"""Shapes of the charts of a page, in units of their SVG; the template draws them, and a table tells the same."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from math import log10
from typing import NamedTuple

WIDTH, COLUMN_HEIGHT = 720, 120
ROW_HEIGHT, LABELS, FIGURES = 26, 190, 110
STEPS = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
_SATURDAY = 5


class Bar(NamedTuple):
    """One bar: what it stands for, its figure, and how long it is."""

    label: str
    figure: Decimal
    length: float


class Column(NamedTuple):
    """One day: its place from the left, its figure, and how high it is."""

    day: date
    x: float
    figure: float
    height: float
    is_weekend: bool


class Columns(NamedTuple):
    """A column for each day, what the scale ends at, and what a person who sees no chart is told."""

    columns: list[Column]
    width: float
    top: float
    told: str


def bars(figures: Iterable[tuple[str, Decimal]]) -> list[Bar]:
    """A bar for each figure that is not zero, the longest as long as there is room."""
    shown = [(label, figure) for label, figure in figures if figure]
    longest = max((figure for _, figure in shown), default=Decimal(1))
    room = WIDTH - LABELS - FIGURES
    return [Bar(label, figure, max(1.0, round(float(figure / longest) * room, 1))) for label, figure in shown]


def columns(days: Sequence[date], figures: Sequence[float]) -> Columns:
    """A column for each day, on a scale that ends at a round number."""
    step = WIDTH / len(days)
    top = _round_above(max(figures))
    drawn = [
        Column(day, round(place * step + step * 0.15, 1), figure, round(figure / top * COLUMN_HEIGHT, 1), _free(day))
        for place, (day, figure) in enumerate(zip(days, figures, strict=True))
    ]
    most = max(drawn, key=lambda column: column.figure)
    idle = sum(1 for column in drawn if not column.figure)
    told = f"Most on {most.day.day} {most.day:%B}: {most.figure:,g}. Nothing on {idle} of {len(drawn)} days."
    return Columns(drawn, round(step * 0.7, 1), top, told)


def _free(day: date) -> bool:
    return day.weekday() >= _SATURDAY


def _round_above(figure: float) -> float:
    """The next of these steps times a power of ten.

    >>> _round_above(0.5), _round_above(18), _round_above(1000), _round_above(2100)
    (0.5, 20.0, 1000.0, 2500.0)
    """
    power = 10.0 ** int(log10(figure) // 1) if figure > 0 else 1.0
    return next((power * step for step in STEPS if power * step >= figure), power * 10)
