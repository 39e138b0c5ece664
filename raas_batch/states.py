"""The states of a received file and the moves between them: the only truth about where a file stands.

``RECEIVED → ACCEPTED → APPLIED → ANSWERED``; a file that cannot go that way is refused, parked (an earlier sequence
number is missing), held (a guard tripped, an operator decides) or a duplicate of one that holds its number.
"""

from enum import StrEnum


class State(StrEnum):
    """Where a received file stands."""

    RECEIVED = "RECEIVED"
    ACCEPTED = "ACCEPTED"
    APPLIED = "APPLIED"
    ANSWERED = "ANSWERED"
    REFUSED = "REFUSED"
    PARKED = "PARKED"
    HELD = "HELD"
    DUPLICATE = "DUPLICATE"


MOVES: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.ACCEPTED, State.PARKED, State.REFUSED, State.DUPLICATE}),
    State.PARKED: frozenset({State.ACCEPTED, State.REFUSED}),
    State.ACCEPTED: frozenset({State.APPLIED, State.HELD, State.PARKED, State.REFUSED}),
    State.HELD: frozenset({State.ACCEPTED, State.REFUSED}),
    State.APPLIED: frozenset({State.ANSWERED}),
    State.ANSWERED: frozenset(),
    State.REFUSED: frozenset(),
    State.DUPLICATE: frozenset(),
}

HOLD_THEIR_NUMBER = (State.ACCEPTED, State.APPLIED, State.ANSWERED, State.HELD)
"""A file in one of these states has its sequence number for good; what follows it may be accepted."""
