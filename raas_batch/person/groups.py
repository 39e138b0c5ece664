"""What is wrong with a data group by itself, and whether one that is sent says more or newer than the one held. Pure.

A group is held against ours as a whole. It may add to what is known, or be another fact of the same day or later; it
may not leave out what we know without saying otherwise, nor be older ("Registres : concepts et règles", 9).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from raas_batch import codes, dates
from raas_batch.data_groups import date_defect
from raas_batch.names import folded
from raas_batch.person.strict import is_strict

FIRST_BIRTH: Final = "1926-12-02"
"""Earlier births are not for partners ("date BCSS")."""
BELGIUM: Final = "150"
UNKNOWN_GENDER: Final = "X"

Group = Mapping[str, Any]


def defects(groups: Mapping[str, Group], today: date) -> dict[str, str]:
    """The code of what is wrong with each group by itself; those in order are left out."""
    name, birth = groups.get("name"), groups.get("birth")
    born = birth["birthDate"] if birth else None
    died = groups.get("decease", {}).get("deceaseDate")
    found = {
        "name": None if name is None else _name_defect(name),
        "birth": None if born is None else birth_defect(born, today),
        "decease": None if died is None else _decease_defect(died, born, today),
        "address": codes.MINIMUM_DATA_INCOMPLETE if groups.get("address") and not is_whole(groups["address"]) else None,
    }
    return {group: code for group, code in found.items() if code is not None}


def birth_defect(born: str, today: date) -> str | None:
    """The code of what is wrong with a birth date that a partner gives."""
    if not dates.exists(born):
        return codes.BIRTH_DATE_NOT_IN_CALENDAR
    if dates.earliest(born) > today:
        return codes.BIRTH_DATE_IN_FUTURE
    return codes.BIRTH_DATE_TOO_EARLY if dates.is_before(born, FIRST_BIRTH) else None


def is_whole(address: Group) -> bool:
    """Whether an address can help to identify: commune and street, in Belgium with its postal code.

    >>> is_whole({"countryCode": "150", "cityCode": "21004", "postalCode": "1000", "street": "Kaai"})
    True
    >>> is_whole({"countryCode": "111", "cityName": "Paris"})
    False
    """
    commune = "cityName" in address or "cityCode" in address
    at_home = address.get("countryCode", BELGIUM) == BELGIUM and "postalCode" in address
    return commune and "street" in address and (at_home or address.get("countryCode", BELGIUM) != BELGIUM)


def identifies(groups: Mapping[str, Group], birth_place: Group | None) -> bool:
    """Whether these are the minimum identification data (MID): names, birth year, and an address or the whole birth."""
    name, born = groups.get("name"), groups.get("birth", {}).get("birthDate")
    if name is None or not name["firstName"] or born is None:
        return False
    has_gender = groups.get("gender", {}).get("gender") in ("M", "F")
    return is_whole(groups.get("address", {})) or (not born.endswith("-00") and has_gender and bool(birth_place))


def verdict(sent: Group, held: Group, sent_date: date, held_since: date | None) -> str:
    """The code for a group that is sent of a person: what we hold of it, and since when, as far as we know.

    >>> day = date(2026, 1, 1)
    >>> verdict({"birthDate": "1980-05-17"}, {"birthDate": "1980-00-00"}, day, None)
    'MSG00000'
    >>> verdict({"birthDate": "1980-00-00"}, {"birthDate": "1980-05-17"}, day, None)
    'RAAS0418'
    """
    if _comparable(sent) == _comparable(held):
        return codes.GROUP_HELD_ALREADY
    if _says_less(sent, held):
        return codes.GROUP_SAYS_LESS
    if held_since is not None and sent_date < held_since:
        return codes.GROUP_IS_OLDER
    return codes.TREATMENT_SUCCESSFUL


def _name_defect(name: Group) -> str | None:
    first_names = [is_strict(each, place == 0) for place, each in enumerate(name["firstName"])]
    return None if is_strict(name["lastName"]) and all(first_names) else codes.NAME_NOT_STRICT


def _decease_defect(died: str, born: str | None, today: date) -> str | None:
    known = born if born is not None and dates.exists(born) else None
    return date_defect(known, died) or (codes.DECEASE_BEFORE_BIRTH if dates.earliest(died) > today else None)


def _says_less(sent: Group, held: Group) -> bool:
    """Whether what is sent is nothing but a part of what is held; a date also when it knows fewer of its parts.

    An unknown gender says less than a known one.
    """
    if sent.get("gender") == UNKNOWN_GENDER:
        return bool(held.get("gender"))
    if len(sent.get("firstName", [])) < len(held.get("firstName", [])):
        return _is_part(sent["firstName"], held["firstName"])
    left_out = [_is_part(sent[name], held[name]) if name in sent else True for name in held]
    return (set(sent) <= set(held) and all(left_out)) or any(
        _is_date(held[name]) and _precision(sent[name]) < _precision(held[name]) for name in held if name in sent
    )


def _is_part(sent: Any, held: Any) -> bool:
    if isinstance(held, list):
        return all(any(_is_part(one, other) for other in held) for one in sent)
    if _is_date(held) and _is_date(sent):
        return dates.agree(sent, held) and _precision(sent) <= _precision(held)
    one, other = _comparable(sent), _comparable(held)
    return bool(one == other) or (isinstance(one, str) and one == folded(one) == folded(other))


def _is_date(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 10 and value[4:5] == "-" and value[:4].isdecimal()


def _precision(value: Any) -> int:
    """How many parts of a date are known."""
    return sum(part != "00" for part in str(value).split("-"))


def _comparable(value: Any) -> Any:
    """A name in other capitals is the same; one with accents that we do not have is more than we hold."""
    if isinstance(value, dict):
        return {name: _comparable(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_comparable(part) for part in value]
    return " ".join(str(value).split()).casefold()
