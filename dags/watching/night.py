"""The night in which daily files leave: which day they tell of, and what is said when they are late."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.exc import DBAPIError

from raas_batch import log
from raas_batch.settings import BRUSSELS, installation
from raas_batch.store import nights
from raas_batch.store.engine import impatient

_PATIENCE = timedelta(seconds=10)


def day(params: Any = None, dag_run: Any = None) -> date:
    """The day a run tells of: the one asked for, or else the day before the one on which it was to run, in Brussels.

    Raises ValueError for a day to come: nothing that happens on it could be told any more with its own files.
    """
    return _day(params["day"], dag_run.run_after)


async def late(context: dict[str, Any]) -> None:
    """Say for the operator which files are late. Airflow's triggerer calls it, when a run missed its deadline.

    A run may be late and no file: on the first day of an installation that has no subscription yet.
    """
    run = context["dag_run"]
    told = _day((run["conf"] or {}).get("day"), datetime.fromisoformat(run["run_after"]))
    if not await asyncio.to_thread(_any_is_due, told):
        return
    remedy = f"look in the log of the task that failed or waits, mend its cause, clear it; or `raas emit --day {told}`"
    log.alarm("late", run=run["dag_run_id"], state=str(run["state"]), day=str(told), remedy=remedy)


def _any_is_due(day: date) -> bool:
    """Whether files of the days up to this one are not out; also when the register cannot be asked."""
    try:
        with impatient(installation(), _PATIENCE).connect() as connection:
            return nights.due(connection, day).subscriptions > 0
    except DBAPIError:
        return True


def _day(asked: str | None, run_after: datetime) -> date:
    tonight = run_after.astimezone(BRUSSELS).date()
    if asked is None:
        return tonight - timedelta(days=1)
    if (wanted := date.fromisoformat(asked)) > tonight:
        raise ValueError(f"{wanted} is still to come; the files of a day tell what was applied up to its end")
    return wanted
