"""How long models and deaths are looked at: ``THOROUGH=10 make test`` tries ten times as much, and at random."""

import os

TIMES = int(os.environ.get("THOROUGH", "1"))
SAME_EVERY_TIME = TIMES == 1


def times(examples: int) -> int:
    """So many examples, or as many times more as was asked for."""
    return examples * TIMES
