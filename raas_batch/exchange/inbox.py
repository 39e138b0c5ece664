"""The inbox: one folder per organisation, named by its CBE number, in which it drops files.

A file is there when its voucher is: the voucher is written last. What is taken is first moved into a folder of ours,
``inbox/.claimed/<cbe>``: from then on its sender cannot change it, and may drop another file of that name. Whatever
lies alone is reported with its age, so that nobody waits for ever.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from upath import UPath

from raas_batch.exchange import durable, listing

_CBE_NUMBER = re.compile(r"[0-9]{10}")
VOUCHER = ".voucher.xml"
FILE = ".xml"
CLAIMED = ".claimed"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file in an inbox: its name, its owner's CBE number, which of its parts lie there, and whether we took it."""

    owner: str
    name: str
    file: UPath | None
    voucher: UPath | None
    since: datetime
    is_claimed: bool = False

    @property
    def is_whole(self) -> bool:
        """Both parts are there."""
        return self.file is not None and self.voucher is not None


def owners(inbox: UPath) -> list[str]:
    """The organisations that have a folder, or had a file taken from it, in order; other names are nobody's."""
    names = {*listing.folders(inbox), *listing.folders(inbox / CLAIMED)}
    return sorted(name for name in names if _CBE_NUMBER.fullmatch(name))


def vouchers(inbox: UPath) -> set[str]:
    """Names of the vouchers in all inboxes, each with the folder it lies in."""
    lying = listing.names(inbox, _CBE_NUMBER)
    return {f"{owner}/{name}" for owner, name in lying if name.endswith(VOUCHER)}


def arrivals(inbox: UPath, owner: str) -> list[Arrival]:
    """What lies in one organisation's folder, oldest first."""
    return _arrivals(inbox / owner, owner)


def claimed(inbox: UPath, owner: str) -> list[Arrival]:
    """What was taken from one organisation's folder and is not yet let go, whole if ever it was."""
    ours, theirs = inbox / CLAIMED / owner, inbox / owner
    left = _arrivals(ours, owner)
    for arrival in left:  # a claim died: between the two parts, or while it moved one
        for part, taken in zip(_parts(arrival.name), (arrival.voucher, arrival.file), strict=True):
            if taken is None:
                _taken(theirs, ours, part)
            else:
                durable.finish_moving(theirs / part, taken)
    return [replace(arrival, is_claimed=True) for arrival in _arrivals(ours, owner)] if left else []


def waiting(inbox: UPath, owner: str) -> list[Arrival]:
    """What a claim has to take, by looking only: what lies whole in the folder, and what lies among the claimed."""
    whole = [arrival for arrival in arrivals(inbox, owner) if arrival.is_whole]
    return [*_arrivals(inbox / CLAIMED / owner, owner), *whole]


def claim(inbox: UPath, arrival: Arrival) -> Arrival:
    """Take a file out of its sender's reach; returns where it lies now. No other of its name is among the claimed.

    Raises FileNotFoundError when its sender was quicker and took it back.
    """
    if arrival.is_claimed:
        return arrival
    ours, theirs = inbox / CLAIMED / arrival.owner, inbox / arrival.owner
    durable.make_folder(ours)
    voucher, file = (_taken(theirs, ours, part) for part in _parts(arrival.name))
    if voucher is None and file is None:
        raise FileNotFoundError(f"{arrival.name} is no longer in the inbox of {arrival.owner}")
    return replace(arrival, file=file, voucher=voucher, is_claimed=True)


def let_go(inbox: UPath, owner: str, name: str) -> None:
    """Remove a claimed file, of which the archive has every byte."""
    for part in _parts(name):
        durable.remove(inbox / CLAIMED / owner / part)


def _taken(theirs: UPath, ours: UPath, part: str) -> UPath | None:
    try:
        durable.move(theirs / part, ours / part)
    except FileNotFoundError:
        return None
    return ours / part


def _parts(name: str) -> tuple[str, str]:
    """The voucher first: what is left of a file half taken is never whole."""
    return name.removesuffix(FILE) + VOUCHER, name


def _arrivals(folder: UPath, owner: str) -> list[Arrival]:
    parts: dict[str, dict[str, UPath]] = {}
    since: dict[str, datetime] = {}
    for name, moment in listing.files(folder):
        if name.endswith(FILE) and name.isprintable():  # one that is not UTF-8 is no name we could answer to
            kind = VOUCHER if name.endswith(VOUCHER) else FILE
            stem = name.removesuffix(kind)
            parts.setdefault(stem, {})[kind] = folder / name
            since[stem] = max(moment, since.get(stem, moment))
    found = (Arrival(owner, stem + FILE, p.get(FILE), p.get(VOUCHER), since[stem]) for stem, p in parts.items())
    return sorted(found, key=lambda arrival: (arrival.since, arrival.name))
