"""Divides a cost over those who bear it, to the cent: the only module that does."""

from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal

CENT = Decimal("0.01")


def shared(cost: Decimal, weights: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Give each its part of the cost by its weight; the parts sum to the cost. Equal parts when nothing weighs.

    Every part is rounded down to the cent; the cents that are left go to the largest remainders, the first by name
    when these are equal.

    >>> shared(Decimal("10.00"), {"a": Decimal(1), "b": Decimal(1), "c": Decimal(1)})
    {'a': Decimal('3.34'), 'b': Decimal('3.33'), 'c': Decimal('3.33')}
    """
    weights = _weights(weights)
    whole = sum(weights.values())
    exact = {who: cost * weight / whole for who, weight in weights.items()}
    parts = {who: value.quantize(CENT, ROUND_FLOOR) for who, value in exact.items()}
    left = int((cost - sum(parts.values())) / CENT)
    for who in sorted(parts, key=lambda who: (parts[who] - exact[who], who))[:left]:
        parts[who] += CENT
    return parts


def portions(weights: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """What part of the whole each bears."""
    weights = _weights(weights)
    whole = sum(weights.values())
    return {who: weight / whole for who, weight in weights.items()}


def _weights(weights: Mapping[str, Decimal]) -> Mapping[str, Decimal]:
    return weights if any(weights.values()) else dict.fromkeys(weights, Decimal(1))
