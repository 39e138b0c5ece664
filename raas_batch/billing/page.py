"""Writes statements as HTML pages, for people: each whole in itself, to be read, printed or sent.

A page asks nothing of any network. What a chart shows stands in a table beside it.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from raas_batch.billing import charts
from raas_batch.billing.meters import MEGABYTE, METERS, Service
from raas_batch.billing.statement import COSTS, SHARED, Line, Statement

PARTS = tuple(dict.fromkeys([*(str(service) for service in Service), *(part for part, _ in COSTS.values())]))
MOST_BARS = 25
DAILY = {
    Service.REGISTER: "Records and lines sent",
    Service.CONSULTATION: "Consultations",
    Service.PERSONS: "Questions about persons",
    Service.NOTICES: "Notices and network messages received",
    Service.TRANSPORT: "Megabytes sent and received",
    Service.SUPPLY: "Records supplied",
}
"""What the chart of a service's days shows."""
_SUMMED = {
    service: [name for name, meter in METERS.items() if meter.service is service and not name.endswith("files")]
    for service in Service
} | {Service.SUPPLY: ["supplied_records"]}  # fmt: skip


def of_one(statement: Statement, environment: str, is_final: bool) -> str:
    """The statement of one organisation."""
    amounts = [(part, _amount(statement.lines, part)) for part in PARTS]
    about = _about(statement, environment, is_final) | {"statement": statement, "bars": charts.bars(amounts)}
    parts = {part: [one for one in statement.lines if one.part == part and _says_something(one)] for part in PARTS}
    shown = {part: lines for part, lines in parts.items() if lines}
    used = {name: meter for name, meter in METERS.items() if statement.days[name].any()}
    return _template("statement").render(**about, parts=shown, amounts=dict(amounts), days=_days(statement), used=used)


def of_all(statements: Sequence[Statement], environment: str, is_final: bool) -> str:
    """What all organisations owe for a month, side by side. Of no statement: an empty string."""
    if not statements:
        return ""
    sums = {part: sum((_amount(one.lines, part) for one in statements), Decimal("0.00")) for part in PARTS}
    shown = [part for part in PARTS if sums[part]]
    highest = sorted(statements, key=lambda one: (-one.total, one.organisation))[:MOST_BARS]
    figures = {
        "bars": charts.bars((one.name or one.organisation, one.total) for one in highest),
        "most": MOST_BARS,
        "parts": shown,
        "rows": [(one, [_amount(one.lines, part) for part in shown]) for one in statements],
        "sums": [sums[part] for part in shown],
        "total": sum(one.total for one in statements),
    }
    return _template("overview").render(**_about(statements[0], environment, is_final), **figures)


def _says_something(line: Line) -> bool:
    return bool(line.quantity or line.amount)


def _amount(lines: Sequence[Line], part: str) -> Decimal:
    return sum((line.amount for line in lines if line.part == part), Decimal("0.00"))


def _about(statement: Statement, environment: str, is_final: bool) -> dict[str, Any]:
    month = f"{statement.month.days.start:%B %Y}"
    tariff = f"{statement.tariff.days.start:%B %Y}"
    return {"month": month, "tariff": tariff, "environment": environment, "is_final": is_final}


def _days(statement: Statement) -> list[tuple[str, charts.Columns]]:
    days = list(statement.days.index)
    found = []
    for service, title in DAILY.items():
        figures = statement.days[_SUMMED[service]].sum(axis=1)
        if figures.any():
            scale = MEGABYTE if service is Service.TRANSPORT else 1
            found.append((title, charts.columns(days, [int(figure) / scale for figure in figures])))
    return found


def _euro(amount: Decimal) -> str:
    return f"€ {amount:,.2f}"


def _price(line: Line) -> str:
    """The price as the price list has it, with at least its cents."""
    digits = max(2, -int(line.price.normalize().as_tuple().exponent))
    return f"€ {line.price:,.{digits}f}"


def _quantity(line: Line) -> str:
    if line.kind in METERS and METERS[line.kind].unit:
        return f"{line.quantity / line.per:,.3f} {METERS[line.kind].unit}"
    return f"{line.quantity:.4%}" if line.kind in SHARED else f"{line.quantity:,.0f}"


@cache
def _template(name: str) -> jinja2.Template:
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.filters |= {"euro": _euro, "price": _price, "quantity": _quantity}
    found.globals |= {"chart": charts}
    return found.get_template(f"{name}.html")
