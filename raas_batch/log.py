"""What a station tells the operator: one structured line, with the file's id and counts, never a person's data."""

import logging
import sys
from typing import Any

import structlog

_configured = False


def told(station: str, **facts: Any) -> None:
    """Write one line: which station, which file, what came of it. Only ids, codes and numbers may be facts."""
    _configure()
    structlog.get_logger("raas").info(station, **facts)


def failed(station: str, error: Exception, **facts: Any) -> None:
    """Write down an exception by its kind and where it rose: its text may quote a record."""
    _configure()
    where = []
    trace = error.__traceback__
    while trace is not None:
        where.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}")
        trace = trace.tb_next
    kinds = type(error).__name__, type(getattr(error, "orig", None)).__name__
    structlog.get_logger("raas").error(station, error=" ".join(kinds), where=where[-5:], **facts)


def _configure() -> None:
    global _configured
    if _configured:
        return
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # whichever it is by then
    )
    _configured = True
