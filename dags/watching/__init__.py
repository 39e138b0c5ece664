"""What Airflow must be able to import in every component: the assets the DAGs wait for, and the watch on the inbox."""

from dags.watching.assets import INBOX, REFERENCE

__all__ = ["INBOX", "REFERENCE"]
