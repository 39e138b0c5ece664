"""Failures an operator must hear of, each with the exit code it ends the program with.

What is wrong in a sender's file is a ``Finding``, not a failure; what is wrong in our code is an assertion.
"""

from enum import IntEnum
from typing import Any

from psycopg.errors import UndefinedColumn, UndefinedTable
from pydantic import ValidationError
from sqlalchemy.exc import DataError, OperationalError, ProgrammingError


class ExitCode(IntEnum):
    """What ``raas`` tells the shell."""

    DONE = 0
    REFUSED = 1
    WRONG_USE = 2


class Failure(Exception):
    """Something an operator asked for, or the machine owes us, that cannot be done."""

    exit_code = ExitCode.REFUSED


class LastingFailure(Failure):
    """One that comes again however often one tries; a person must do something first."""


class WrongUse(LastingFailure):
    """The command was given something it cannot read."""

    exit_code = ExitCode.WRONG_USE


class CountsDoNotAddUp(AssertionError):
    """A record was lost or counted twice; the transaction must not be committed."""


LASTING = (
    LastingFailure, AssertionError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, DataError,
    ProgrammingError,
)  # fmt: skip
"""Come again however often one tries: a defect of ours, or an installation that does not fit. All else may pass."""


def lasts(error: Exception) -> bool:
    """Whether trying again is no use."""
    return isinstance(error, LASTING)


def explained(error: Exception) -> Failure | None:
    """What an operator must hear of an exception of a library; None when it is a defect of ours."""
    if isinstance(error, ValidationError):
        settings = ", ".join(f"RAAS_{part['loc'][0]}".upper() for part in error.errors())
        return WrongUse(f"the environment does not fit: {settings}; docs/operating.md lists what each may be")
    if isinstance(error, ProgrammingError) and isinstance(error.orig, UndefinedTable | UndefinedColumn):
        return Failure("the database has not the tables of this version; run `raas db upgrade`")
    if isinstance(error, OperationalError):
        return Failure("the database does not answer; see that it runs and that RAAS_DATABASE_URL is right")
    return _of_object_storage(error)


def _of_object_storage(error: Exception) -> Failure | None:
    """A failure of S3: s3fs gives what the storage said as the cause, and what never reached it as it is."""
    said = error.__cause__ or error
    if not type(said).__module__.startswith(("botocore.", "aiobotocore.")):
        return None
    answer: dict[str, Any] = getattr(said, "response", {})
    code = answer.get("Error", {}).get("Code", type(said).__name__)
    return Failure(
        f"object storage did not do what it was asked ({code}); see that it answers at AWS_ENDPOINT_URL, that the "
        "bucket is there, and that the credentials in the environment have the rights that docs/operating.md lists"
    )
