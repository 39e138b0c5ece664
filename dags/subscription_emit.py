"""
# subscription_emit

Writes what organisations hear of a day under their subscriptions: replaced SSINs (NRP), changed identification data
(NMU). It takes the **day**, finds the subscriptions that are **due**, and lets each batch **emit** its files: see
`raas_batch.subscription.stations`.

- **When it runs**: every night at 02:00 in Brussels, for the day before. Nights that were missed are made up for: the
  next run writes their files too, in order. By hand: give a `day`, and all up to that day is written.
- **Running again** is safe: a day that is told stays told, and a file that is written is published as it was.
- **When a task fails** what may pass was tried three times; every other subscription went on. Its log names the
  subscriptions and the place: mend the cause, mostly the database or a disk, then clear it. Organisations may rely on
  their files at 06:00: at that hour the triggerer logs `late` with the day, for a run that has not ended well.
- **What to look at**: `raas outbox list CBE`, `raas subscription list` (a blocked one gets nothing) and
  `raas ledger verify`.
"""

from datetime import timedelta

import pendulum
from airflow.sdk import AsyncCallback, CronTriggerTimetable, DeadlineAlert, DeadlineReference, Param, dag, task

from dags.watching import ATTEMPTS, WRITERS, night
from raas_batch.subscription import stations

DAY = Param(None, type=["null", "string"], format="date", description="Up to which day; none: up to yesterday.")


@dag(
    schedule=CronTriggerTimetable("0 2 * * *", "Europe/Brussels"),
    start_date=pendulum.datetime(2026, 1, 1, tz="Europe/Brussels"),
    catchup=False,
    max_active_runs=1,
    params={"day": DAY},
    deadline=DeadlineAlert(DeadlineReference.DAGRUN_LOGICAL_DATE, timedelta(hours=4), AsyncCallback(night.late)),
    default_args={"owner": "register", "execution_timeout": timedelta(hours=2), **ATTEMPTS},
    tags=["emit", "subscription"],
    doc_md=__doc__,
)
def subscription_emit():
    day = task(night.day)()
    batches = task(stations.due)(day)  # whole organisations in each: their files are numbered one after the other
    task(stations.emit, pool=WRITERS).partial(day=day).expand(subscription_ids=batches)


subscription_emit()
