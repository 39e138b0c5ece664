"""
# services_ingest

Takes messages of the network (NET), lists to be reconciled (REC), consultations (CON), searches, creations and
updates of persons (PER). Each flow goes **claim**, **admit**, **apply**, **answer**: see `raas_batch.network.stations`
and its like. The flows claim one after the other, then go beside each other.

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

FLOWS = {"NET": network, "REC": reconciliation, "CON": consultation, "PER": person}


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
    for flow, stations in FLOWS.items():
        with TaskGroup(flow):
            before >> (batches := task(stations.claim, trigger_rule="all_done")())  # two at once would miss files
            admitted = task(stations.admit).expand(file_ids=batches)
            applied = task(stations.apply, trigger_rule="all_done", pool=WRITERS).expand(file_ids=batches)
            answered = task(stations.answer, trigger_rule="all_done").expand(file_ids=batches)
            before = batches
            admitted >> applied >> answered >> all_went_on << [admitted, applied]


services_ingest()
