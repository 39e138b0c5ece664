"""
# file_decision

Lets an operator **decide** about one received file, by the form that "Trigger" shows: release one that is HELD, or
refuse one that is HELD, PARKED, RECEIVED or ACCEPTED. The same as `raas file release` and `raas file refuse`. Then the
files that waited go on: the inboxes are announced.

- **When it runs**: by hand only.
- **Running again** changes nothing: a file that was decided on waits for nobody, and the task says so and fails.
- **When a task fails** its log says in which state the file is, and which can be decided on. It is not tried again.
- **What to look at**: `raas files --state HELD`, `raas file show ID`: why it waits, and for a refused file, the ACK.
  The reason of a refusal goes to the sender, and stays in Airflow and in the journal: name no person in it.
"""

import pendulum
from airflow.sdk import Param, dag, task

from dags.watching import ATTEMPTS, INBOX, forms

FORM = {
    "file_id": Param(type="integer", minimum=1, title="File", description="Its id, as `raas files` shows it."),
    "decision": Param(type="string", enum=["release", "refuse"], title="Decision", description="What shall become."),
    "reason": Param(type="string", minLength=3, maxLength=500, title="Reason", description="Why; it names no person."),
}


@dag(
    schedule=None,
    start_date=pendulum.datetime(2026, 1, 1, tz="Europe/Brussels"),
    catchup=False,
    max_active_runs=1,
    params=FORM,
    default_args={"owner": "register", "execution_timeout": pendulum.duration(minutes=10), **ATTEMPTS},
    tags=["file", "decision"],
    doc_md=__doc__,
)
def file_decision():
    task(forms.decide, outlets=[INBOX])()


file_decision()
