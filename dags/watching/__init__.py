"""What Airflow must be able to import in every component: what DAGs wait for, how they watch it, how often they try."""

from dags.watching.assets import INBOX, REFERENCE
from dags.watching.attempts import ATTEMPTS, WRITERS

__all__ = ["ATTEMPTS", "INBOX", "REFERENCE", "WRITERS"]
