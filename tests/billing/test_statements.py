"""Statements: what was used as the files themselves say it, the same for ever, to the cent."""

from pathlib import Path

from billing.conftest import by_hand, final, quantities


def test_what_was_used_is_what_the_files_say(busy: Path) -> None:
    counted = {who: +used for who, used in quantities(final()).items() if any(used.values())}
    assert counted == by_hand(busy)
    import os
    from raas_batch.billing import issuing
    from upath import UPath
    issuing.write(final(), UPath("/tmp/bill_pages"))
