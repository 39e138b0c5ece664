"""When two names are the same name: the only module that knows. They are when their folded forms are equal.

Folding takes away what a keyboard or a register may have lost: case, diacritics, compatibility forms (NFKC),
repeated spaces. It keeps what tells names apart, hyphens and apostrophes among them.

>>> folded("  VAN  DEN Bôsch "), folded("Łukasz-Øyvind D'Haese")
('van den bosch', "lukasz-oyvind d'haese")
"""

import re
import unicodedata
from collections.abc import Iterator

_NOT_TAKEN_APART = {"æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i", "ĸ": "k", "ŋ": "n", "`": "'"}
_LETTER_WITH = re.compile("LATIN SMALL LETTER ([A-Z]) WITH .+")


def folded(name: str) -> str:
    """Return the form in which names compare; folding it again changes nothing.

    An accent that stands alone, grave or acute, counts as an apostrophe, as KSZ normalises it (Registres :
    concepts et règles, 6.2); the typographic apostrophe, which KSZ refuses, stays what it is.
    """
    return " ".join(name.translate(_FOLDED).split())


class _FoldedCharacters(dict[int, str]):
    """What each character folds to, worked out the first time it is met: folding looks at no neighbours."""

    def __missing__(self, code: int) -> str:
        self[code] = "".join(_folded_letters(chr(code)))
        return self[code]


_FOLDED = _FoldedCharacters()


def _folded_letters(character: str) -> Iterator[str]:
    # NFKC makes a space of the acute accent that stands alone.
    bare = "'" if character == "´" else _without_marks(character)
    # Marks are gone before the case is folded: that would make a letter of one of them, the Greek iota below.
    return map(_plain, _without_marks(bare.casefold()))


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn")


def _plain(letter: str) -> str:
    """What is written for a letter that Unicode does not take apart, such as ø, ł, đ, ħ and æ."""
    named = _LETTER_WITH.fullmatch(unicodedata.name(letter, ""))
    return named[1].lower() if named else _NOT_TAKEN_APART.get(letter, letter)
