"""Reads records in the spelling that nearly every file has, by one pattern: a fifteenth of what parser and schema cost.

A pattern knows less than the schema. What it matches is valid, and means what it says; whatever else may stand in a
file (comments, references, blanks around a value, an error) is left to ``reader``, which decides and explains. A
pattern is of one state of the schema: when that changes it is not used any more, until somebody looked at both.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
import pcre2  # type: ignore[import-untyped]  # it has no annotations

from raas_batch.xml import schemas

Columns = list[list[str]]
"""What each group of a flow's pattern matched, record by record; an element that is absent is empty."""

W = r"[ \t\r\n]*+"
DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
"""What may be a day; whether the calendar has it is asked of all records together: ``Spelling.days``."""
INCOMPLETE_DAY = r"[0-9]{4}-(?:(?:0[1-9]|1[0-2])-(?:0[0-9]|[12][0-9]|3[01])|00-00)"
SSIN = "[0-9]{11}"
RECORD_ID = r"[A-Za-z0-9_.:/\-]{1,64}"
DOSSIER_TYPE = "[a-zA-Z0-9][a-zA-Z0-9_:+ ]{0,62}[a-zA-Z0-9_:+]"
_LETTER = rf"!-%'-;=?-\[\]-~{chr(0xC0)}-{chr(0x7FF)}"
NAME = rf"(?=[{_LETTER}])[ {_LETTER}]{{1,100}}"
"""Text without markup, backslash or rare letters, that does not begin with a blank."""

_BETWEEN = "\x1f"
"""Stands in no text that XML can hold."""
_AFTER_EACH = rf"\g<%d>{_BETWEEN}"
_BLANK = rb"[ \t\r\n]"
_HEADER = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml[ ]version=(["'])1\.0\1(?:[ ]encoding=(["'])(?i:utf-8)\2)?"""
    rb"""(?:[ ]standalone=(["'])(?:yes|no)\3)?[ ]?\?>)?"""
    rb"""[ \t\r\n]*+<(?P<root>[A-Za-z][A-Za-z0-9_.:-]*)[ \t\r\n>]"""
)
_FIRST_DAY, _LAST_DAY = np.datetime64("0001-01-01"), np.datetime64("9999-12-31")
_NOTHING: tuple[Columns, int] = [], 0
_LONGEST_HEADER = 1 << 16


def element(name: str, content: str) -> str:
    """An element and the blanks after it."""
    return f"<{name}>{content}</{name}>{W}"


@dataclass(frozen=True)
class Spelling:
    """How a flow's records are mostly written.

    ``record`` is the pattern of one, without the blanks before it; its groups are what the flow wants to know.
    ``days`` are the places of those of them that are days, of which the first may not be the last day there is.
    ``ends`` are the tags with which records end; ``fingerprint`` is that of the schema it was written for.
    """

    schema: str
    container: str
    record: str
    days: tuple[int, ...]
    ends: tuple[str, ...]
    fingerprint: str

    @property
    def is_known(self) -> bool:
        """Whether the schema is still the one for which the pattern was written."""
        return schemas.fingerprint(self.schema) == self.fingerprint

    @cached_property
    def _next(self) -> Any:
        return pcre2.compile(rf"\G{W}{self.record}")

    def columns(self, chunk: bytes) -> tuple[Columns, int]:
        """What it reads of whole records, before the first one spelled otherwise; and how many bytes these take."""
        width = self._next.groups
        try:
            text = chunk.decode()
            *parts, rest = self._next.sub(_AFTER_EACH * width % tuple(range(1, 1 + width)), text).split(_BETWEEN)
            columns = [parts[place::width] for place in range(width)]
            days = [np.array(columns[place], dtype="datetime64[D]") for place in self.days]  # of nothing: no time
        except (UnicodeDecodeError, pcre2.LibraryError, ValueError):
            return _NOTHING
        before_all = any((each < _FIRST_DAY).any() for each in days)
        if not parts or _BETWEEN in text or before_all or (days[0] == _LAST_DAY).any():
            return _NOTHING
        return columns, len(chunk) - len(rest.encode())

    def split(self, document: bytes) -> tuple[bytes, bytes, bytes] | None:
        """A document's beginning in three: up to where its records begin, what closes it, what follows.

        None when it begins in another way, or its records do not begin in it.
        """
        start = f"<{self.container}>".encode()
        at = document.find(start, 0, _LONGEST_HEADER) + len(start)
        root = _HEADER.match(document)
        if at < len(start) or root is None:
            return None
        header = document[:at]
        if b"<!" in header or b"<?" in header[root.start("root") :]:
            return None
        return header, f"</{self.container}></".encode() + root["root"] + b">", document[at:]

    def cut(self, read: bytes) -> int:
        """Where the last record that is whole ends."""
        return max(found + len(end) if (found := read.rfind(end)) >= 0 else 0 for end in self._end_tags)

    def first(self, records: int, chunk: bytes) -> bytes:
        """So many of whole records, or all."""
        *_, last = islice(self._any_end.finditer(chunk), records)
        return chunk[: last.end()]

    def is_end(self, rest: bytes, closing: bytes) -> bool:
        """Whether what follows the last record closes the document, and no more."""
        container, _, root = closing.partition(b"><")
        closed = rb"%b*%b>%b*<%b%b*" % (_BLANK, re.escape(container), _BLANK, re.escape(root), _BLANK)
        return re.fullmatch(closed, rest) is not None

    @cached_property
    def _end_tags(self) -> tuple[bytes, ...]:
        return tuple(f"</{end}>".encode() for end in self.ends)

    @cached_property
    def _any_end(self) -> re.Pattern[bytes]:
        return re.compile(b"|".join(self._end_tags))
