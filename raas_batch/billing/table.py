"""Writes statements as CSV, for programs: the columns are in ``docs/formats.md``."""

import csv
import io
from collections.abc import Iterable

from raas_batch.billing.statement import Statement

COLUMNS = (
    "month", "environment", "status", "organisation", "kind", "label", "quantity", "per", "price", "amount", "currency",
)  # fmt: skip
CURRENCY = "EUR"
TOTAL = "total"
FINAL, SO_FAR = "FINAL", "SO_FAR"


def as_csv(statements: Iterable[Statement], environment: str, is_final: bool) -> str:
    """A heading, then for each statement a row per line and one with its total."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for one in statements:
        about = (str(one.month), environment, FINAL if is_final else SO_FAR, one.organisation)
        for line in one.lines:
            rows.writerow(
                (
                    *about,
                    line.kind,
                    line.label,
                    f"{line.quantity:f}",
                    line.per,
                    f"{line.price:f}",
                    line.amount,
                    CURRENCY,
                )
            )
        rows.writerow((*about, TOTAL, "Total", "", "", "", one.total, CURRENCY))
    return text.getvalue()
