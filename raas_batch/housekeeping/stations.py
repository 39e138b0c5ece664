"""The proofs that are made again every week, as `raas verify` and `raas ledger verify` make them by hand.

Each reads one snapshot of the database, so files may be applied and leave meanwhile. Nothing is changed.
"""

from raas_batch.errors import LastingFailure
from raas_batch.log import alarm, told
from raas_batch.store import digest_proof, ledger
from raas_batch.store.engine import snapshot
from raas_batch.store.verify import verify


class NotTrue(LastingFailure):
    """The register does not hold what was sent; a person must look."""


def lines() -> int:
    """Fold the operation log anew and compare it with the lines, and these with their digests.

    Returns the number of lines; raises NotTrue.
    """
    with snapshot() as connection:
        found, drifts = list(verify(connection)), list(digest_proof.wrong(connection))
    for part in found:
        (alarm if part.wrong or part.overlapping else told)("verify", **part._asdict())
    if any(part.wrong or part.overlapping for part in found):
        raise NotTrue("the lines are not what the accepted records say; stop applying files and call for help")
    for organisation, kind in drifts:
        alarm("verify digests", organisation=organisation, dossier_type=kind)
    if drifts:
        raise NotTrue("digests are not those of the lines; write no daily files and call for help")
    return sum(part.lines for part in found)


def disclosures() -> str:
    """Recompute the chain of the disclosure ledger. Returns its last hash, to be written down; raises NotTrue."""
    with snapshot() as connection:
        found = ledger.verify(connection)
    told("ledger", entries=found.entries, items=found.items, head=found.head, wrong=len(found.wrong))
    if found.wrong:
        raise NotTrue("the ledger does not hold what left; keep the database as it is and call the security officer")
    return found.head
