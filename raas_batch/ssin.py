"""What makes a social security identification number (SSIN; INSZ, NISS) valid: only this module says so.

An SSIN is eleven digits ``yyMMddcccss``: year, month, day, a counter of three digits, two check digits. The
month part says who made the number: 00-12 the National Register; 20-32 and 40-52 KSZ ("bis", the gender then
unknown or known); 60-72 nobody, a "mock" number for tests. It is judged as KSZ itself does:

* belgif/rest-problem-java, ``SsinValidator.java`` (555497b), corrected by its issue 81 and pull request 82:
  where the counter of an unknown month overflows, the day part counts on, past 31.
* KSZ, ``CommonV3.xsd`` 3.3-215, ``SsinType``: the mock numbers, which that validator does not know.

Neither gender nor birth date is derived: both are facts of the day the number was made, not of today.
``ssin_columns`` judges a million at once and is proven equal to this module.

The National Register's own example, and the same with another check digit:

>>> defect("42012205181", today=date(2026, 11, 22), mock_allowed=False)
>>> defect("42012205182", today=date(2026, 11, 22), mock_allowed=False)
'RAAS0301'
"""

from datetime import date

CHECK_DIGITS = "RAAS0301"
MONTH_OR_DAY = "RAAS0302"
COUNTER = "RAAS0303"
FUTURE = "RAAS0304"
MOCK = "RAAS0305"

_OVERFLOWING_MONTHS = (0, 20, 40)


def defect(ssin: str, today: date, mock_allowed: bool) -> str | None:
    """Return the code of the first rule the number breaks, in the order of the codes; none when it is valid.

    ``mock_allowed`` is true in the environments for tests and simulation only.
    Raises ``ValueError`` for anything but eleven digits: the schema promises those.
    """
    if not _are_digits(ssin, 11):
        raise ValueError("an SSIN is eleven digits")
    year = _birth_year(ssin)
    month, day = int(ssin[2:4]), int(ssin[4:6])
    if year is None:
        return CHECK_DIGITS
    if not _exist(year, month, day):
        return MONTH_OR_DAY
    if month <= 12 and ssin[6:9] in ("000", "999"):
        return COUNTER
    # Unknown parts are 0 and so count as the earliest they can be.
    if (year, month % 20, day) > (today.year, today.month, today.day):
        return FUTURE
    return MOCK if month >= 60 and not mock_allowed else None


def with_check_digits(first_nine: str, born_2000: bool) -> str:
    """Complete nine digits to an SSIN, for invented persons; ``born_2000`` tells a birth year from 2000 on.

    Raises ``ValueError`` for anything but nine digits.

    >>> with_check_digits("006101001", born_2000=True)
    '00610100137'
    """
    if not _are_digits(first_nine, 9):
        raise ValueError("the check digits of an SSIN follow from nine digits")
    return first_nine + _check_digits(first_nine, born_2000)


def _birth_year(ssin: str) -> int | None:
    """The year, whose century only the check digits tell; none when they fit neither century.

    They never fit both: the prefix adds 2,000,000,000, which 97 does not divide.
    """
    for century, born_2000 in ((1900, False), (2000, True)):
        if ssin[9:] == _check_digits(ssin[:9], born_2000):
            return century + int(ssin[:2])
    return None


def _check_digits(first_nine: str, born_2000: bool) -> str:
    """97 less the remainder by 97, so 01 to 97; from 2000 on the digit 2 goes before."""
    return f"{97 - int('2' * born_2000 + first_nine) % 97:02d}"


def _exist(year: int, month_part: int, day: int) -> bool:
    month = month_part % 20
    if month_part > 72 or month > 12:
        return False
    if month == 0:
        return day <= 31 or month_part in _OVERFLOWING_MONTHS
    return day == 0 or _is_day(year, month, day)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _are_digits(text: str, count: int) -> bool:
    return len(text) == count and text.isascii() and text.isdigit()
