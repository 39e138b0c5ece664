"""Which CBSS number a new person gets: the only module that makes one. Pure: what is in use is given.

``yyMMddcccss`` as ``ssin`` describes it: month + 40 and an odd counter for a man, an even one for a woman, or
month + 20 and any counter while the gender is not known; 000 to 999, which only the National Register does not use
whole. In the environments for tests the month is 60 higher, with the same rule for the counter: law 8 takes those
numbers there and nowhere else, so no number made in a test can ever be a real person's. When a day has no counter left,
month and day are 0, then the day part counts on (KSZ: "yy0000ccc", then "yy0001ccc", ...); of such a number the birth
date cannot be read.
"""

from collections.abc import Callable, Iterator, Set
from typing import Final, NamedTuple

from raas_batch.errors import LastingFailure
from raas_batch.ssin import with_check_digits

UNKNOWN, KNOWN, MOCK = 20, 40, 60
"""What is added to the month: gender unknown, gender known, a number for tests."""
PARITY: Final = {"M": 1, "F": 0}

_COUNTERS = 1000
_LAST_OVERFLOW: Final = {UNKNOWN: 99, KNOWN: 99, MOCK: 31}


class NoNumberLeft(LastingFailure):
    """All numbers of a birth year are in use, those for an unknown day too."""

    def __init__(self, year: str) -> None:
        super().__init__(f"no CBSS number is left for the birth year {year}; refuse the file and tell KSZ")


class Newborn(NamedTuple):
    """What a number is made of: birth date, perhaps incomplete, and the gender as far as it is known."""

    birth_date: str
    gender: str | None


def numbers(persons: list[Newborn], is_mock: bool, used: Callable[[set[str]], Set[str]]) -> list[str]:
    """A number for each person, in their order: always the lowest that is free, and none twice.

    ``used`` tells which numbers that begin with these six digits are in use, or ever were. It is asked once for all,
    and again where a day is full. Raises NoNumberLeft.
    """
    taken: set[str] = set()
    known: set[str] = set()

    def ask(stems: set[str]) -> None:
        taken.update(used(stems - known))
        known.update(stems)

    def enter(stem: str) -> None:
        if stem not in known:
            ask({stem})

    ask({next(_stems(person, is_mock)) for person in persons})
    rows: dict[Newborn, Iterator[str]] = {}
    given = []
    for person in persons:
        row = rows.setdefault(person, _candidates(person, is_mock, enter))  # who is next goes on where this one stops
        number = next((number for number in row if number not in taken), None)
        if number is None:
            raise NoNumberLeft(person.birth_date[:4])
        taken.add(number)
        given.append(number)
    return given


def _candidates(person: Newborn, is_mock: bool, enter: Callable[[str], None]) -> Iterator[str]:
    first, step = (PARITY[person.gender], 2) if person.gender in PARITY else (0, 1)
    born_2000 = person.birth_date >= "2000"
    for stem in _stems(person, is_mock):
        enter(stem)
        for counter in range(first, _COUNTERS, step):
            yield with_check_digits(f"{stem}{counter:03d}", born_2000)


def _stems(person: Newborn, is_mock: bool) -> Iterator[str]:
    """The first six digits: those of the birth date, then those that stand for an unknown day and beyond."""
    added = MOCK if is_mock else KNOWN if person.gender in PARITY else UNKNOWN
    year, month, day = person.birth_date[2:4], int(person.birth_date[5:7]), person.birth_date[8:]
    yield f"{year}{month + added:02d}{day}"
    for overflow in range(_LAST_OVERFLOW[added] + 1):
        if month or overflow:
            yield f"{year}{added:02d}{overflow:02d}"
