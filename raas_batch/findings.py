"""What is wrong with a file: the only vocabulary in which a file is refused.

A finding is for the sender. It says where, what was found, what was expected; the code says what to do. It never
holds a value of the file, only its *shape*: findings are stored, and a wrong value is often a person's.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem: its code, one sentence, and where in the file (line from 1, XPath) when it has a place."""

    code: str
    text: str
    line: int | None = None
    xpath: str | None = None


@dataclass(slots=True)
class Findings:
    """The problems of one file: the first ``limit`` of them, and how many there are."""

    limit: int
    listed: list[Finding] = field(default_factory=list)
    total: int = 0

    def add(self, finding: Finding) -> None:
        """Count a problem; list it while there is room."""
        self.total += 1
        if self.has_room:
            self.listed.append(finding)

    def add_all(self, findings: Iterable[Finding]) -> None:
        """Count and list several, in order."""
        for finding in findings:
            self.add(finding)

    @property
    def has_room(self) -> bool:
        """Whether a further problem would still be listed."""
        return len(self.listed) < self.limit

    def __bool__(self) -> bool:
        return self.total > 0


def shape(value: str, longest: int = 24) -> str:
    """Show how a value is built without showing it: digits as 9, letters as a or A.

    >>> shape("1970/01/05"), shape("Peeters")
    ('9999/99/99', 'Aaaaaaa')
    """
    shown = re.sub(r"\d", "9", re.sub(r"[^\W\d_]", lambda letter: "A" if letter[0].isupper() else "a", value))
    shown = "".join(c if c.isprintable() else "?" for c in shown)
    return shown if len(shown) <= longest else f"{shown[:longest]}… ({len(value)} characters)"
