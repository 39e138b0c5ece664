"""The inbox: one folder per organisation, named by its CBE number, in which it drops files.

A file is there when its voucher is: the voucher is written last. What is taken is first renamed into a folder of ours,
``inbox/.claimed/<cbe>``: from then on its sender cannot change it, and may drop another file of that name. Whatever
lies alone is reported with its age, so that nobody waits for ever.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from upath import UPath

from raas_batch.exchange import durable

_CBE_NUMBER = re.compile(r"[0-9]{10}")
VOUCHER = ".voucher.xml"
FILE = ".xml"
CLAIMED = ".claimed"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file in an inbox: its name, its owner's CBE number, and which of the two parts lie there."""

    owner: str
    name: str
    file: UPath | None
    voucher: UPath | None
    since: datetime

    @property
    def is_whole(self) -> bool:
        """Both parts are there."""
        return self.file is not None and self.voucher is not None


def owners(inbox: UPath) -> list[str]:
    """The organisations that have a folder, in order; other names are nobody's."""
    if not inbox.exists():
        return []
    return sorted(folder.name for folder in inbox.iterdir() if _CBE_NUMBER.fullmatch(folder.name) and folder.is_dir())


def arrivals(inbox: UPath, owner: str) -> list[Arrival]:
    """What lies in one organisation's folder, oldest first."""
    return _arrivals(inbox / owner, owner)


def claimed(inbox: UPath, owner: str) -> list[Arrival]:
    """What was taken from one organisation's folder and is not yet let go, whole if ever it was."""
    ours, theirs = inbox / CLAIMED / owner, inbox / owner
    for arrival in _arrivals(ours, owner):
        if not arrival.is_whole:  # a claim died between the two renames
            _take(theirs, ours, arrival.name)
    return _arrivals(ours, owner)


def waiting(inbox: UPath, owner: str) -> list[Arrival]:
    """What a claim has to take, by looking only: what lies whole in the folder, and what lies among the claimed."""
    whole = [arrival for arrival in arrivals(inbox, owner) if arrival.is_whole]
    return [*_arrivals(inbox / CLAIMED / owner, owner), *whole]


def claim(inbox: UPath, arrival: Arrival) -> Arrival:
    """Take a file out of its sender's reach; returns where it lies now."""
    ours = inbox / CLAIMED / arrival.owner
    ours.mkdir(parents=True, exist_ok=True)
    _take(inbox / arrival.owner, ours, arrival.name)
    return next(taken for taken in _arrivals(ours, arrival.owner) if taken.name == arrival.name)


def let_go(inbox: UPath, owner: str, name: str) -> None:
    """Remove a claimed file, of which the archive has every byte."""
    for part in _parts(name):
        (inbox / CLAIMED / owner / part).unlink(missing_ok=True)


def _take(theirs: UPath, ours: UPath, name: str) -> None:
    for part in _parts(name):
        if not (ours / part).exists() and (theirs / part).exists():
            durable.move(theirs / part, ours / part)


def _parts(name: str) -> tuple[str, str]:
    """The voucher first: what is left of a file half taken is never whole."""
    return name.removesuffix(FILE) + VOUCHER, name


def _arrivals(folder: UPath, owner: str) -> list[Arrival]:
    parts: dict[str, dict[str, UPath]] = {}
    since: dict[str, datetime] = {}
    for path, moment in _files(folder):
        kind = VOUCHER if path.name.endswith(VOUCHER) else FILE
        stem = path.name.removesuffix(kind)
        parts.setdefault(stem, {})[kind] = path
        since[stem] = max(moment, since.get(stem, moment))
    found = (Arrival(owner, stem + FILE, p.get(FILE), p.get(VOUCHER), since[stem]) for stem, p in parts.items())
    return sorted(found, key=lambda arrival: (arrival.since, arrival.name))


def _files(folder: UPath) -> Iterator[tuple[UPath, datetime]]:
    """Our kind of file, and since when it lies there; one that its sender renames meanwhile is passed over.

    A name that is not UTF-8 is no name we could answer to.
    """
    for path in folder.iterdir() if folder.exists() else ():
        if path.name.endswith(FILE) and path.name.isprintable():
            with suppress(FileNotFoundError):
                moment = _lies_since(path)
                if path.is_file() and not path.is_symlink():  # a link may lead out of the owner's folder
                    yield path, moment


def _lies_since(path: UPath) -> datetime:
    """When the file came: the sender may keep the old time of its content, but not that of the change of the folder."""
    status = path.stat()
    moment = status.st_ctime if durable.is_on_disk(path) else status.st_mtime
    return datetime.fromtimestamp(moment, UTC)
