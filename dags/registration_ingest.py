"""
# registration_ingest

Takes registration files (REG) from the inboxes into the register and answers them: **claim** what lies there, **admit**
each file as a whole, **apply** its records in sequence, **answer**: the stations in `raas_batch.registration.stations`.

**When it runs**: a voucher arrives, the mirror of the authentic sources changed, and every five minutes anyway. A claim
lists the inboxes itself, so an event that is late, lost or told twice changes nothing. Finding nothing is success.

**Running again**, a task or all of it, is safe: where a file stands is in the register's database and each station goes
on from there. A refused file is a result, not a failure.

**When a task fails** what may pass was tried three times. Its log names the files and the place; `raas file show ID`
tells where one stands. They are as they were, and every other file went on. Mend the cause, mostly the database or a
disk: the next run takes them up; to be quicker, clear the task.

**What to look at**: `raas files --state HELD` (you decide) and `--state PARKED` (an earlier number is missing).
"""

from datetime import timedelta

import pendulum
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import AssetOrTimeSchedule, CronTriggerTimetable, dag, task

from dags.watching import ATTEMPTS, INBOX, REFERENCE, WRITERS
from raas_batch.registration import stations


@dag(
    schedule=AssetOrTimeSchedule(timetable=CronTriggerTimetable("*/5 * * * *", "UTC"), assets=INBOX | REFERENCE),
    start_date=pendulum.datetime(2026, 1, 1, tz="Europe/Brussels"),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": "register", "execution_timeout": timedelta(hours=2), **ATTEMPTS},
    tags=["ingest", "registration"],
    doc_md=__doc__,
)
def registration_ingest():
    batches = task(stations.claim)()  # whole senders in each: an organisation has one writer
    admitted = task(stations.admit).expand(file_ids=batches)
    applied = task(stations.apply, trigger_rule="all_done", pool=WRITERS).expand(file_ids=batches)
    answered = task(stations.answer, trigger_rule="all_done").expand(file_ids=batches)
    all_went_on = EmptyOperator(task_id="all_went_on", trigger_rule="none_failed")
    admitted >> applied >> answered >> all_went_on << [admitted, applied]  # a failure stops no other file, but the run


registration_ingest()
