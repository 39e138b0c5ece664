"""Which characters and forms a name may have that a partner gives to a person: KSZ's TEKST_STRIKT, only here.

"Registres : concepts et règles", 6.2: Latin letters, blank and ``& ' ( ) , - . /``; the first character a letter or an
apostrophe; no two blanks or dots in a row, no character four times; the first given name begins with a capital.
"""

import re
import unicodedata
from typing import Final

LONGEST: Final = 48

_SIGNS = " &'(),-./"
_TWICE = re.compile(r"  |\.\.|(.)\1\1\1")
_LATIN_ENDS: Final = 0x24F
_LATIN_ADDITIONAL: Final = range(0x1E00, 0x1F00)


def normalised(name: str) -> str:
    """The name as it is kept: composed (NFKC), without marks that do not compose, a lone accent an apostrophe.

    >>> normalised("D`Haese"), normalised("Zoe\\u0308"), normalised("Maq\\u0308")
    ("D'Haese", 'Zoë', 'Maq')
    """
    composed = unicodedata.normalize("NFKC", name.replace("`", "'").replace("´", "'"))
    return "".join(character for character in composed if unicodedata.category(character) != "Mn")


def is_strict(name: str, begins_with_capital: bool = False) -> bool:
    """Tell whether a normalised name may be kept.

    >>> is_strict("Van den Bôsch-D'Haese"), is_strict("O\\u2019Neill"), is_strict("Peeters 2"), is_strict("Zoë", True)
    (True, False, False, True)
    """
    if not 1 <= len(name) <= LONGEST or _TWICE.search(name):
        return False
    first = name[0]
    begins = first.isupper() if begins_with_capital else first == "'" or _is_latin(first)
    return begins and all(character in _SIGNS or _is_latin(character) for character in name)


def _is_latin(character: str) -> bool:
    code = ord(character)
    return character.isalpha() and (code <= _LATIN_ENDS or code in _LATIN_ADDITIONAL) and code not in (0xAA, 0xBA)
