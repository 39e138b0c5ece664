"""How often a task is tried, and in which pool it waits. A refused file is a result and no failure."""

from datetime import timedelta
from typing import Any

from airflow.sdk import ExceptionRetryPolicy, RetryAction, RetryRule

from raas_batch.errors import LASTING

ATTEMPTS: dict[str, Any] = {
    "retries": 2,
    "retry_delay": timedelta(seconds=10),
    "retry_exponential_backoff": True,
    "retry_policy": ExceptionRetryPolicy(
        [
            RetryRule(
                exception=list(LASTING),
                action=RetryAction.FAIL,
                reason="it would fail again: a defect, or settings that do not fit",
            )
        ]
    ),
}
"""A database or a disk that is away for a moment is waited for: 10 and 20 seconds. What would fail again is not."""

WRITERS = "register"
"""The pool of tasks that change the register or write daily files; deploy/airflow/pools.json says how many at once."""
