"""Failures an operator must hear of, each with the exit code it ends the program with.

What is wrong in a sender's file is a ``Finding``, not a failure; what is wrong in our code is an assertion.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """What ``raas`` tells the shell."""

    DONE = 0
    REFUSED = 1
    WRONG_USE = 2


class Failure(Exception):
    """Something an operator asked for, or the machine owes us, that cannot be done."""

    exit_code = ExitCode.REFUSED


class WrongUse(Failure):
    """The command was given something it cannot read."""

    exit_code = ExitCode.WRONG_USE


class CountsDoNotAddUp(AssertionError):
    """A record was lost or counted twice; the transaction must not be committed."""
