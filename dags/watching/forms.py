"""What an operator decides by a form in Airflow: the same as `raas file release` and `raas file refuse`."""

from typing import Any

from raas_batch.intake import decide as decisions

DECISIONS = {"release": decisions.release, "refuse": decisions.refuse}


def decide(params: Any = None) -> None:
    """Release or refuse the file of the form, for the reason given. Raises Failure for one that waits for nobody."""
    DECISIONS[params["decision"]](params["file_id"], params["reason"])
