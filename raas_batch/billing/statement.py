"""Makes the statements of a month from what was used and the price list: the only module that reckons with money.

Each line is rounded to the cent, half up, and totals are sums of lines so rounded. The parts that integrators bear of a
shared cost sum to that cost. No clock and no database is asked: the same counts and prices give the same statement.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from raas_batch.billing import shares
from raas_batch.billing.meters import METERS
from raas_batch.billing.months import Month
from raas_batch.billing.price_list import PriceList, Tariff
from raas_batch.store.use import Count

if TYPE_CHECKING:
    import pandas as pd

INFRASTRUCTURE, EVOLUTIONS, DEVELOPMENT = "infrastructure", "evolutions", "development"
SHARED = (INFRASTRUCTURE, EVOLUTIONS)
SHARE = "Share of costs"
COSTS = {
    INFRASTRUCTURE: (SHARE, "Infrastructure, part of"),
    EVOLUTIONS: (SHARE, "Normal evolutions, part of"),
    DEVELOPMENT: ("Developments", "{}"),
}
"""What is charged beside use: its part of the statement, and what a person calls it."""
_PART = Decimal("0.000001")

Used = dict[str, dict[str, int]]
"""Organisation, meter, how many."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: so many, of which ``per`` have this price. Of a shared cost the price is all, the quantity a part."""

    kind: str
    part: str
    label: str
    quantity: Decimal
    per: int
    price: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Statement:
    """What one organisation used in a month, day by day, and owes for it."""

    organisation: str
    name: str
    month: Month
    tariff: Month
    lines: tuple[Line, ...]
    days: "pd.DataFrame"
    """A row for each day of the month, a column for each meter."""

    @property
    def total(self) -> Decimal:
        """The sum of its lines."""
        return self.sum_of([line.kind for line in self.lines])

    @property
    def use(self) -> Decimal:
        """What is charged for use."""
        return self.sum_of(METERS)

    def sum_of(self, kinds: Iterable[str]) -> Decimal:
        """What is charged for these kinds."""
        wanted = set(kinds)
        return sum((line.amount for line in self.lines if line.kind in wanted), Decimal("0.00"))


def statements(month: Month, counts: Iterable[Count], prices: PriceList, asked: str | None = None) -> list[Statement]:
    """The statements of all who used something, bear a cost, or are asked for, by CBE number. Raises Failure."""
    import pandas as pd  # no other command has to wait until it is there

    tariff = prices.of(month)
    daily = _daily(counts)
    used = defaultdict(_nothing, {who: _sums(days) for who, days in daily.items()})
    borne = _borne(tariff, used)
    developed = [one for one in prices.developments if one.month == month]
    concerned = {*daily, *borne, *(one.organisation for one in developed), *([asked] if asked else [])}
    made = []
    for who in sorted(concerned):
        costs = [_cost(DEVELOPMENT, one.description, one.amount) for one in developed if one.organisation == who]
        lines = (*_use(used[who], tariff), *borne.get(who, ()), *costs)
        own = daily.get(who, pd.DataFrame(columns=list(METERS), dtype="int64"))
        days = own.reindex(pd.date_range(month.days.start, month.days.stop, inclusive="left").date, fill_value=0)
        made.append(Statement(who, prices.names.get(who, ""), month, tariff.begin, lines, days))
    return made


def _daily(counts: Iterable[Count]) -> dict[str, "pd.DataFrame"]:
    """By organisation, a row for each day on which it used something, a column for each meter. Whole numbers."""
    import pandas as pd

    frame = pd.DataFrame(list(counts), columns=list(Count._fields)).astype({"quantity": "int64"})
    sums = frame.groupby(["organisation", "day", "what"])["quantity"].sum()
    wide = sums.unstack("what", fill_value=0).reindex(columns=list(METERS), fill_value=0)
    return {str(who): days.droplevel("organisation") for who, days in wide.groupby(level="organisation")}


def _sums(days: "pd.DataFrame") -> dict[str, int]:
    return {str(kind): int(quantity) for kind, quantity in days.sum().items()}


def _nothing() -> dict[str, int]:
    return dict.fromkeys(METERS, 0)


def _use(quantities: dict[str, int], tariff: Tariff) -> Iterator[Line]:
    for kind, meter in METERS.items():
        quantity, price = Decimal(quantities[kind]), tariff.unit[kind]
        amount = (quantity * price / meter.per).quantize(shares.CENT, ROUND_HALF_UP)
        yield Line(kind, meter.service, meter.label, quantity, meter.per, price, amount)


def _borne(tariff: Tariff, used: Used) -> dict[str, list[Line]]:
    """What each integrator bears of the shared costs, by its own use and that of its institutions."""
    weights = {
        one.organisation: sum((_weight(used[who], tariff) for who in (one.organisation, *one.institutions)), Decimal(0))
        for one in tariff.integrators
    }
    portions = shares.portions(weights)
    borne: dict[str, list[Line]] = {who: [] for who in weights}
    for kind, cost in ((INFRASTRUCTURE, tariff.infrastructure), (EVOLUTIONS, tariff.evolutions)):
        for who, amount in shares.shared(cost, weights).items():
            part, label = COSTS[kind]
            borne[who].append(Line(kind, part, label, portions[who].quantize(_PART, ROUND_HALF_UP), 1, cost, amount))
    return borne


def _weight(quantities: dict[str, int], tariff: Tariff) -> Decimal:
    weighed = (quantities[kind] * tariff.weights[kind] / meter.per for kind, meter in METERS.items())
    return sum(weighed, Decimal(0))


def _cost(kind: str, description: str, amount: Decimal) -> Line:
    part, label = COSTS[kind]
    return Line(kind, part, label.format(description), Decimal(1), 1, amount, amount.quantize(shares.CENT))
