"""What came of a list as XML: the only module that writes ``reconciliation``, ``reconciled``, ``missingDossiers``."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from raas_batch.errors import CountsDoNotAddUp
from raas_batch.reconciliation.outcome import Asked, Outcome
from raas_batch.store.reconcile import Days
from raas_batch.xml.writer import element, period

_NAMES = (
    "same", "replaced", "canceled", "periodsDiffer", "notHere", "failed", "missingDossiers", "missingLines"
)  # fmt: skip


def summary(asked: Asked, outcome: Outcome, undefined: Iterable[str]) -> str:
    """The counts, and what of the list's own words could not be taken."""
    counts = "".join(element(name, count) for name, count in zip(_NAMES, outcome, strict=True))
    unknown = "".join(element("undefinedDossierType", code) for code in undefined)
    return f"  <reconciliation>{_as_of(asked)}{counts}{unknown}</reconciliation>\n"


def reconciled(lines: Days) -> str:
    """The lines held, beside a record whose days differ."""
    return f"<reconciled>{''.join(period(*days) for days in lines)}</reconciled>"


def missing(dossiers: Iterable[tuple[str, str, Days]], expected: int) -> Iterator[str]:
    """The dossiers that the list lacks. Raises CountsDoNotAddUp when they are not as many as the summary says."""
    yield "  <missingDossiers>\n"
    told = 0
    for ssin, code, lines in dossiers:
        told += 1
        periods = "".join(period(*days) for days in lines)
        yield f"    <missingDossier>{element('ssin', ssin)}{element('dossierType', code)}{periods}</missingDossier>\n"
    if told != expected:
        raise CountsDoNotAddUp(f"{expected} dossiers missing in the list, {told} told")
    yield "  </missingDossiers>\n"


def _as_of(asked: Asked) -> str:
    if asked.as_of is None:
        return ""
    moment = isinstance(asked.as_of, datetime)
    told = element("moment", asked.as_of.isoformat()) if isinstance(asked.as_of, datetime) else ""
    return f"<asOf>{told if moment else element('logNumber', asked.as_of)}</asOf>"
