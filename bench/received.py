"""The files that are timed: the same at every run, and nobody in them exists."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from making import SOURCE, Event, Mutation, Record, document, drop, element, file_name, voucher
from register import ssin

FIRST_DAY = date(2000, 1, 1)
ADDRESS = "<address><countryCode>150</countryCode><cityCode>21004</cityCode><postalCode>1000</postalCode></address>"


def registrations(home: Path, sender: str, sequence: int, count: int, persons: int) -> Path:
    """Six records in ten about another person each, four about one of these again; spread over the whole mirror.

    One in five unregisters, one in twenty brings identification data.
    """
    drawn = random.Random(count)
    different = min(count * 6 // 10, persons)
    chosen = drawn.sample(range(persons), different)
    numbers = [*chosen, *(chosen[drawn.randrange(different)] for _ in range(count - different))]
    drawn.shuffle(numbers)
    body = "".join(_spelled(_record(drawn, place, number), place) for place, number in enumerate(numbers, start=1))
    return _drop(home, "REG", sender, sequence, body, count)


def replacements(home: Path, sequence: int, count: int, persons: int) -> Path:
    """Each of the first persons is replaced by one of the second half."""
    events = (Event("replaced", f"E{n}", ssin=ssin(n), replaced_by=ssin(persons // 2 + n)) for n in range(count))
    return _drop(home, "RPL", SOURCE, sequence, _joined(events), count)


def mutations(home: Path, sequence: int, count: int, persons: int) -> Path:
    """Name and address of the last persons change."""
    name = "<name><lastName>Maes</lastName><firstName>An</firstName><firstName>Lou</firstName></name>"
    changes = (Mutation(f"M{n}", ssin(persons - 1 - n), name + ADDRESS) for n in range(count))
    return _drop(home, "MUT", SOURCE, sequence, _joined(changes), count)


def _record(drawn: random.Random, place: int, number: int) -> Record:
    begin = FIRST_DAY + timedelta(drawn.randrange(9000))
    end = None if drawn.random() < 0.2 else str(begin + timedelta(drawn.randrange(1500)))
    registers = drawn.random() >= 0.2
    person = (("lastName", "PEETERS"), ("birthDate", "1980-01-01")) if registers and place % 16 == 0 else ()
    return Record(ssin(number), str(begin), end, registers, person=person)


def _spelled(record: Record, place: int) -> str:
    """A record as most programs write it: an element to a line, four blanks deeper than what it stands in."""
    kind = "register" if record.registers else "unregister"
    lines = [f'<{kind} recordId="A{place}">', f"    {element('ssin', record.ssin)}"]
    lines += [
        "    <dossierType>EMPLOYEE</dossierType>",
        "    <period>",
        f"        {element('beginDate', record.begin)}",
    ]
    lines += [f"        {element('endDate', record.end)}"] if record.end else []
    lines += ["    </period>"]
    if record.person:
        lines += ["    <person>", *(f"        {element(*each)}" for each in record.person), "    </person>"]
    return "".join(f"        {line}\n" for line in [*lines, f"</{kind}>"])


def _joined(records: Iterator[Any]) -> str:
    return "".join(record.xml(place) for place, record in enumerate(records, start=1))


def _drop(home: Path, flow: str, sender: str, sequence: int, body: str, count: int) -> Path:
    name = file_name(flow, sender, sequence)
    content = document(flow, sender, sequence, body)
    drop(home, sender, name, content, voucher(name, content, count))
    return home / "inbox" / sender / name
