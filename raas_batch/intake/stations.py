"""The four stations of a flow, as Airflow and the command line call them, in this order."""

from collections.abc import Iterable
from dataclasses import dataclass

from raas_batch.intake.admit import admit
from raas_batch.intake.answer import answer
from raas_batch.intake.apply import apply
from raas_batch.intake.claim import claim, waiting
from raas_batch.intake.flow import Flow


@dataclass(frozen=True, slots=True)
class Stations:
    """The stations of one flow; each takes the ids of files and can be run again.

    ``others`` given: files of a flow that is neither this one nor among those are claimed too, to be refused.
    """

    flow: Flow
    others: frozenset[str] | None = None

    def claim(self) -> list[list[int]]:
        """Take files from the inboxes; returns the ids of unfinished files in batches, a sender's in one batch."""
        return claim({self.flow.code}, self.others)

    def waiting(self) -> list[list[int]]:
        """The same without a look into the inboxes."""
        return waiting({self.flow.code}, self.others)

    def admit(self, file_ids: Iterable[int]) -> list[int]:
        """Judge these files as a whole and acknowledge each."""
        return admit({self.flow.code: self.flow}, file_ids)

    def apply(self, file_ids: Iterable[int]) -> list[int]:
        """Carry out what is due of these files' senders."""
        return apply(self.flow, file_ids)

    def answer(self, file_ids: Iterable[int]) -> list[int]:
        """Publish the answers; returns the ids of the files that are done."""
        return answer(self.flow, file_ids)
