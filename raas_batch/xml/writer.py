"""Writes XML as joined strings: ten times as fast as an element tree, and a large answer never stands in memory.

Whatever is written goes through ``element``, which escapes it and drops what XML cannot hold; but for what the schema
or its type lets be no other than plain letters and digits.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol
from xml.sax.saxutils import escape, quoteattr

from raas_batch.periods import Period

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_PLAIN = re.compile("[^\t\n\r -%'-;=?-\ud7ff]")
"""What must be escaped, or looked at: cheaper to ask than to escape what needs none."""
_TOGETHER = 10_000


class Spool(Protocol):
    """Whatever takes the bytes of a message: this module need not know where they go."""

    def write(self, block: bytes) -> object:
        """Take some more bytes."""


@dataclass(frozen=True, slots=True)
class Header:
    """What every message begins with: both ends as CBE numbers, legal context, sequence number."""

    sender: str
    receiver: str
    legal_context: str
    sequence: int

    def __str__(self) -> str:
        return "\n".join(
            (
                ends(self.sender, self.receiver),
                f"  {element('legalContext', self.legal_context)}",
                f"  {element('sequenceNumber', self.sequence)}",
            )
        )


def ends(sender: str, receiver: str) -> str:
    """Sender and receiver, as voucher and message write them."""
    return "\n".join(
        f"  <{end}><organizationIdentification><cbeNumber>{cbe_number}</cbeNumber></organizationIdentification></{end}>"
        for end, cbe_number in (("sender", sender), ("receiver", receiver))
    )


def element(name: str, value: object) -> str:
    """One element; nothing at all when the value is None."""
    if value is None:
        return ""
    text = str(value)
    return f"<{name}>{text if _NOT_PLAIN.search(text) is None else escape(_NOT_XML.sub('', text))}</{name}>"


def attribute(name: str, value: object) -> str:
    """One attribute and the blank before it; nothing at all when the value is None."""
    return "" if value is None else f" {name}={quoteattr(_NOT_XML.sub('', str(value)))}"


@lru_cache(maxsize=100_000)
def period(start: date, stop: date) -> str:
    """A period, given half-open, as every message writes it: both days included, no end date when open."""
    written = Period(start, stop)
    return f"<period>{element('beginDate', written.begin_date)}{element('endDate', written.end_date)}</period>"


def by_columns(count: int, *parts: str | list[str]) -> str:
    """So many rows of the parts, one after the other: a text is the same in every row, a list has one for each.

    Nothing is escaped: that was done, or is not needed. A fifth of what it costs to format row by row.
    """
    pieces = [""] * (count * len(parts))
    for place, part in enumerate(parts):
        pieces[place :: len(parts)] = part if isinstance(part, list) else [part] * count
    return "".join(pieces)


def write_all(spool: Spool, pieces: Iterable[str]) -> int:
    """Write the pieces one after the other, many at a time. Returns how many there were."""
    count = 0
    together: list[str] = []
    for piece in pieces:
        together.append(piece)
        count += 1
        if len(together) == _TOGETHER:
            spool.write("".join(together).encode())
            together.clear()
    spool.write("".join(together).encode())
    return count
