"""What a station tells the operator: one structured line, with the file's id and counts, never a person's data.

The lines go through Python's own logging, so that whoever runs the station (Airflow, a service) keeps its say in it.
"""

import errno
import logging
import sys
from typing import Any, TextIO

import structlog

from raas_batch.errors import explained

_LOGGER = logging.getLogger("raas")


def told(station: str, **facts: Any) -> None:
    """Write one line: which station, which file, what came of it. Only ids, codes and numbers may be facts."""
    _structured().info(station, **facts)


def rate(count: int | None, size: int | None, seconds: float) -> dict[str, object]:
    """The facts of how fast a station was: seconds, records and megabytes a second; of nothing, nothing."""
    moments = max(seconds, 1e-6)
    facts: dict[str, object] = {"seconds": round(seconds, 3)}
    if count:
        facts["records_per_second"] = round(count / moments)
    if size:
        facts["megabytes_per_second"] = round(size / 1e6 / moments, 1)
    return facts


def alarm(station: str, **facts: Any) -> None:
    """Write one line that must be acted upon: what is wrong, and what to do. Of persons it says nothing either."""
    _structured().error(station, **facts)


def failed(station: str, error: Exception, **facts: Any) -> None:
    """Write down an exception by its kind and where it rose: its text may quote a record."""
    where = []
    trace = error.__traceback__
    while trace is not None:
        where.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}")
        trace = trace.tb_next
    reason = explained(error)  # a sentence of ours, which quotes nothing
    remedy = {} if reason is None else {"remedy": str(reason)}
    _structured().error(station, error=_kind(error), where=where[-5:], **remedy, **facts)


def _kind(error: Exception) -> str:
    """The class of an exception; behind it that of the driver's own, or the system's name for what it could not do.

    >>> _kind(OSError(28, "No space left on device", "/home/An Peeters")), _kind(ValueError("An Peeters"))
    ('OSError ENOSPC', 'ValueError')
    """
    behind = getattr(error, "orig", None)
    system = errno.errorcode.get(error.errno or 0) if isinstance(error, OSError) else None
    return " ".join(filter(None, (type(error).__name__, behind and type(behind).__name__, system)))


class _Stderr(logging.StreamHandler[TextIO]):
    """Writes to whatever standard error is by then."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


def _structured() -> Any:
    """The logger; it gets a way out of its own only where nobody has set logging up."""
    if not _LOGGER.hasHandlers():
        _LOGGER.addHandler(_Stderr())
        _LOGGER.setLevel(logging.INFO)
    return structlog.wrap_logger(
        _LOGGER,
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
    )
