"""
# reference_ingest

Takes what authentic sources send, flow after flow: persons (POP), what replaced their SSINs (RPL), what changed
in their data (MUT). Each goes **claim**, **admit**, **apply**, **answer**: see `raas_batch.replacement.stations`.

- **When it runs**: a voucher arrives, and every five minutes anyway. Finding nothing is success. When files went
  through it publishes `raas://reference`, and the registrations that waited for them run.
- **Running again** is safe: where a file stands is in the register's database. A refused file is no failure.
- **When a task fails** what may pass was tried three times. Its log names the files and the place; `raas file show ID`
  tells where one stands. What came later waits for it: mend the cause, mostly the database or a disk, then clear it.
- **What to look at**: `raas files --state HELD` (you decide) and `--state PARKED` (an earlier number is missing).
"""

from datetime import timedelta

import pendulum
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import AssetOrTimeSchedule, CronTriggerTimetable, TaskGroup, dag, task

from dags.watching import ATTEMPTS, INBOX, REFERENCE, WRITERS
from raas_batch.mutation import stations as mutation
from raas_batch.population import stations as population
from raas_batch.replacement import stations as replacement


@dag(
    schedule=AssetOrTimeSchedule(timetable=CronTriggerTimetable("*/5 * * * *", "UTC"), assets=INBOX),
    start_date=pendulum.datetime(2026, 1, 1, tz="Europe/Brussels"),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": "register", "execution_timeout": timedelta(hours=2), **ATTEMPTS},
    tags=["ingest", "reference"],
    doc_md=__doc__,
)
def reference_ingest():
    changed = EmptyOperator(task_id="changed", outlets=[REFERENCE], trigger_rule="none_failed_min_one_success")
    before = []  # a flow starts when the one before it has ended, well or not
    for flow, stations in {"POP": population, "RPL": replacement, "MUT": mutation}.items():
        with TaskGroup(flow):
            before >> (batches := task(stations.claim, trigger_rule="all_done")())  # a source has one writer
            admitted = task(stations.admit).expand(file_ids=batches)
            applied = task(stations.apply, trigger_rule="all_done", pool=WRITERS).expand(file_ids=batches)
            before = answered = task(stations.answer, trigger_rule="all_done").expand(file_ids=batches)
            admitted >> applied >> answered >> changed << [admitted, applied]


reference_ingest()
