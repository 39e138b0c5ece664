"""
# services_ingest

Takes network messages (NET), lists to be reconciled (REC), consultations (CON) and requests about persons (PER). Each
flow goes **claim**, **admit**, **apply**, **answer**, the claims one after the other: `raas_batch.network.stations` …

- **When it runs**: a voucher arrives, the mirror changed, and every five minutes anyway. Finding nothing is success.
  Who waits for registrations of its own sender is under way, and that starts another run within a minute.
- **Running again** is safe: where a file stands is in the register's database. A refused file is no failure.
- **When a task fails** what may pass was tried three times. Its log names the files and the place; `raas file show ID`
  tells where one stands. Every other file went on: mend the cause, mostly the database or a disk, then clear it.
- **What to look at**: `raas files --state HELD` (you decide) and `--state PARKED` (an earlier number is missing).
"""

from datetime import timedelta

import pendulum
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import AssetOrTimeSchedule, CronTriggerTimetable, TaskGroup, dag, task

from dags.watching import ATTEMPTS, INBOX, REFERENCE, WRITERS
from raas_batch.consultation import stations as consultation
from raas_batch.network import stations as network
from raas_batch.person import stations as person
from raas_batch.reconciliation import stations as reconciliation


@dag(
    schedule=AssetOrTimeSchedule(timetable=CronTriggerTimetable("*/5 * * * *", "UTC"), assets=INBOX | REFERENCE),
    start_date=pendulum.datetime(2026, 1, 1, tz="Europe/Brussels"),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": "register", "execution_timeout": timedelta(hours=2), **ATTEMPTS},
    tags=["ingest", "services"],
    doc_md=__doc__,
)
def services_ingest():
    all_went_on = EmptyOperator(task_id="all_went_on", trigger_rule="none_failed")
    before = []
    for stations in (network, reconciliation, consultation, person):
        with TaskGroup(stations.FLOW):
            before >> (batches := task(stations.claim, trigger_rule="all_done")())  # two at once would miss files
            admitted = task(stations.admit).expand(file_ids=batches)
            applied = task(stations.apply, trigger_rule="all_done", pool=WRITERS).expand(file_ids=batches)
            answered = task(stations.answer, trigger_rule="all_done").expand(file_ids=batches)
            before = batches
            admitted >> applied >> answered >> all_went_on << [admitted, applied]


services_ingest()
