"""
# housekeeping

Proves every week that the register is true: **lines** folds the operation log anew and compares, **disclosures**
recomputes the chain of the disclosure ledger: see `raas_batch.housekeeping.stations`. Nothing is changed.

- **When it runs**: on Sunday at 12:00 in Brussels. It reads one snapshot each; files may come and leave meanwhile.
- **Running again** is safe.
- **When a task fails** because something is not true, its log names the organisation, never a person: pause
  `registration_ingest`, `reference_ingest` and `subscription_emit`, keep database and archive as they are, call for
  help. When the database was away, what may pass was tried three times: clear it.
- **What to look at**: `raas verify`, `raas ledger verify`. The log of **disclosures** ends with the last hash of the
  ledger: write it down where no administrator of the database can change it.
"""

from datetime import timedelta

import pendulum
from airflow.sdk import CronTriggerTimetable, dag, task

from dags.watching import ATTEMPTS
from raas_batch.housekeeping import stations


@dag(
    schedule=CronTriggerTimetable("0 12 * * 0", "Europe/Brussels"),
    start_date=pendulum.datetime(2026, 1, 1, tz="Europe/Brussels"),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": "register", "execution_timeout": timedelta(hours=12), **ATTEMPTS},
    tags=["housekeeping"],
    doc_md=__doc__,
)
def housekeeping():
    task(stations.lines)()
    task(stations.disclosures)()


housekeeping()
