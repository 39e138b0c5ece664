"""Judges what the authentic source says happened to SSINs: replaced, canceled, or such an event revoked.

Events are judged in the order of the list, each knowing what those before it changed: so one list may replace a
number and revoke that again. The rules are those of KSZ (REG §4.1: a replaced number has one successor; a number of
the National Register is only replaced by another one).
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from raas_batch import codes

NATIONAL_REGISTER, CBSS = "NR", "BIS"


class Kind(StrEnum):
    """What happened; the names are those of the elements in a replacement list."""

    REPLACED = "REPLACED"
    CANCELED = "CANCELED"
    REVOKED = "REVOKED"


@dataclass(frozen=True, slots=True)
class Event:
    """One event. ``ssin`` for all but REVOKED, ``replaced_by`` for REPLACED, ``revoked_event_id`` for REVOKED."""

    event_id: str
    kind: Kind
    ssin: str | None = None
    replaced_by: str | None = None
    revoked_event_id: str | None = None
    register: str | None = None
    """In which one the mirror has ``ssin``; none: it does not have it."""
    new_register: str | None = None
    """The same of ``replaced_by``."""
    id_was_used: bool = False
    """Whether an event of an earlier list has its id."""


@dataclass(slots=True)
class Known:
    """What is known of the numbers that a list names; ``judge`` brings it up to date, event by event.

    Of an event that is OK it keeps what it says of numbers, and itself only if the list names it again.
    """

    named_again: Collection[str]
    """Ids that several events of the list have, or that one of them revokes."""
    canceled_in_mirror: set[str] = field(default_factory=set)
    """Numbers that the population says are canceled, whatever events say."""
    successor: dict[str, str] = field(default_factory=dict)
    """Replaced SSIN → the one that replaced it, along every chain."""
    standing: dict[str, Event] = field(default_factory=dict)
    """Event id → event, for those that were not revoked: the ones the list revokes, or that cancel its numbers."""
    used_ids: set[str] = field(init=False, default_factory=set)
    """Ids of the list's own events that were OK, of those named again."""
    cancellations: Counter[str] = field(init=False)
    """SSIN → how many standing events cancel it."""

    def __post_init__(self) -> None:
        canceling = (event.ssin for event in self.standing.values() if event.kind is Kind.CANCELED)
        self.cancellations = Counter(ssin for ssin in canceling if ssin is not None)

    def is_canceled(self, ssin: str) -> bool:
        """Whether the population or an event that stands cancels the number."""
        return ssin in self.canceled_in_mirror or self.cancellations[ssin] > 0


def judge(event: Event, known: Known) -> str:
    """Return the code of the first rule the event breaks, or of success; an event that is OK changes what is known."""
    if event.id_was_used or event.event_id in known.used_ids:
        return codes.EVENT_KNOWN
    code = _RULES[event.kind](event, known)
    if code == codes.TREATMENT_SUCCESSFUL and event.event_id in known.named_again:
        known.used_ids.add(event.event_id)
        known.standing[event.event_id] = event
    return code


def _replaced(event: Event, known: Known) -> str:
    old, new = event.ssin or "", event.replaced_by or ""
    if known.successor.get(old) == new:
        return codes.EVENT_KNOWN
    if old in known.successor:
        return codes.REPLACED_BY_ANOTHER
    last = _last(new, known.successor)
    if event.new_register is None or known.is_canceled(new) or (last != old and known.is_canceled(last)):
        return codes.SUCCESSOR_UNKNOWN
    if last == old:
        return codes.REPLACEMENT_CIRCULAR
    if (event.register, event.new_register) == (NATIONAL_REGISTER, CBSS):
        return codes.SUCCESSOR_IS_CBSS_NUMBER
    known.successor[old] = new
    return codes.TREATMENT_SUCCESSFUL


def _canceled(event: Event, known: Known) -> str:
    if event.ssin is None or event.register is None:
        return codes.SSIN_UNKNOWN
    known.cancellations[event.ssin] += 1
    return codes.TREATMENT_SUCCESSFUL


def _revoked(event: Event, known: Known) -> str:
    revoked = known.standing.get(event.revoked_event_id or "")
    if revoked is None or revoked.kind is Kind.REVOKED or revoked.ssin is None:
        return codes.EVENT_NOT_REVOCABLE
    del known.standing[revoked.event_id]
    if revoked.kind is Kind.REPLACED:
        known.successor.pop(revoked.ssin)
    else:
        known.cancellations[revoked.ssin] -= 1
    return codes.TREATMENT_SUCCESSFUL


_RULES = {Kind.REPLACED: _replaced, Kind.CANCELED: _canceled, Kind.REVOKED: _revoked}


def _last(ssin: str, successor: dict[str, str]) -> str:
    """The number at the end of the chain from this one; known chains have no circle."""
    while ssin in successor:
        ssin = successor[ssin]
    return ssin
