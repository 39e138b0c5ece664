"""The inbox: one folder per organisation, named by its CBE number, in which it drops files.

A file is there when its voucher is: the voucher is written last. Whatever lies alone is reported with its age, so
that nobody waits for ever. Only ``take_away`` removes anything.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from upath import UPath

_CBE_NUMBER = re.compile(r"[0-9]{10}")
VOUCHER = ".voucher.xml"
FILE = ".xml"


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
    parts: dict[str, dict[str, UPath]] = {}
    since: dict[str, datetime] = {}
    for path, moment in _files(inbox / owner):
        kind = VOUCHER if path.name.endswith(VOUCHER) else FILE
        stem = path.name.removesuffix(kind)
        parts.setdefault(stem, {})[kind] = path
        since[stem] = max(moment, since.get(stem, moment))
    found = (Arrival(owner, stem + FILE, p.get(FILE), p.get(VOUCHER), since[stem]) for stem, p in parts.items())
    return sorted(found, key=lambda arrival: (arrival.since, arrival.name))


def _files(folder: UPath) -> Iterator[tuple[UPath, datetime]]:
    """Our kind of file and when it was last written; one that its sender renames meanwhile is passed over."""
    for path in folder.iterdir():
        if path.name.endswith(FILE):
            with suppress(FileNotFoundError):
                moment = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                if path.is_file() and not path.is_symlink():  # a link may lead out of the owner's folder
                    yield path, moment


def take_away(inbox: UPath, owner: str, name: str) -> None:
    """Remove a file from the inbox, its voucher first: what is left of it is never a whole file."""
    for part in (name.removesuffix(FILE) + VOUCHER, name):
        (inbox / owner / part).unlink(missing_ok=True)
