"""Quality and time of the phonetic search, on a generated population with planted misspellings.

Run as ``python bench/search.py [persons] [searches per defect]``; 1,000,000 persons and 300 searches without. It prints
the tables of ``docs/search.md``. The population is the same at every run; nobody in it exists, their numbers are mock
numbers.
"""

import atexit
import os
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from sqlalchemy import Connection, text

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "bench"))

from belgian_names import GIVEN, Kind, population_names  # noqa: E402


class Person(NamedTuple):
    """One invented person; the birth date as ISO text."""

    ssin: str
    last_name: str
    first_names: list[str]
    birth_date: str
    gender: str


def persons(count: int) -> Iterator[Person]:
    """The population: the same persons for the same count."""
    from raas_batch.ssin import with_check_digits

    dice = random.Random(20261122)
    kinds = population_names(dice)
    given = {language: [_weighted(names) for names in both] for language, both in GIVEN.items()}
    counters: dict[date, int] = {}
    for _ in range(count):
        kind = dice.choices(kinds, weights=[kind.share for kind in kinds])[0]
        gender = dice.randrange(2)
        names, weights = given[kind.language][gender]
        first_names = list(dict.fromkeys(dice.choices(names, cum_weights=weights, k=dice.choice((1, 2, 2, 3)))))
        born = date(1931, 1, 1) + timedelta(days=int(34_700 * dice.random()))
        counter = counters[born] = counters.get(born, -1) + 1
        number = with_check_digits(f"{born:%y}{born.month + 60}{born:%d}{counter:03d}", born.year >= 2000)
        yield Person(number, _last_name(dice, kinds, kind), first_names, str(born), "MF"[gender])


def _weighted(names: str) -> tuple[list[str], list[float]]:
    listed, total, cumulative = names.split(), 0.0, []
    for place in range(len(listed)):
        total += 1 / (place + 5)
        cumulative.append(total)
    return listed, cumulative


def _last_name(dice: random.Random, kinds: list[Kind], kind: Kind) -> str:
    name = dice.choices(kind.names, cum_weights=kind.cumulative)[0]
    if dice.random() < 0.04:
        other = dice.choice(kinds[:4])
        return f"{name}{dice.choice(('-', ' '))}{dice.choices(other.names, cum_weights=other.cumulative)[0]}"
    return name


def load(count: int) -> list[Person]:
    """Bring the population into the mirror; a sample of it comes back."""
    from raas_batch.names import folded
    from raas_batch.store.engine import engine
    from raas_batch.store.migrate import upgrade

    upgrade(engine())
    dice, sample = random.Random(1), []
    begin = perf_counter()
    with engine().begin() as connection:
        connection.execute(text("drop index if exists ix_person_search"))
        with connection.connection.cursor() as cursor, cursor.copy("copy person from stdin") as copy:
            for each in persons(count):
                if dice.random() < 20_000 / count:
                    sample.append(each)
                folded_names = folded(each.last_name), list(map(folded, each.first_names))
                copy.write_row(
                    (
                        each.ssin,
                        "NR",
                        each.last_name,
                        each.first_names,
                        *folded_names,
                        each.birth_date,
                        each.gender,
                        None,
                        False,
                        "{}",
                        0,
                    )
                )
        print(f"population of {count:,} loaded in {perf_counter() - begin:.0f} s", file=sys.stderr)
        begin = perf_counter()
        connection.execute(
            text(
                "create index ix_person_search on person "
                "using gin (search_keys(folded_last_name, folded_first_names, birth_date))"
            )
        )
        print(f"index made in {perf_counter() - begin:.0f} s", file=sys.stderr)
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze person"))
    return sample


class Search(NamedTuple):
    """What is asked, and the one who is sought; None: nobody of the population."""

    last_name: str
    first_names: list[str]
    birth_date: str
    sought: str | None
    matching: str | None = None
    tolerance: int | None = None


Defect = Callable[[random.Random, Person], Search | None]
"""Plants one defect in what is known of a person; None where it cannot be: no particle, no accent."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SOUNDS = [
    ("ckx", "x"), ("ks", "x"), ("x", "ks"), ("ck", "k"), ("c", "k"), ("k", "c"), ("ph", "f"), ("f", "ph"), ("ij", "y"),
    ("y", "ij"), ("aa", "ae"), ("ae", "aa"), ("th", "t"), ("dt", "t"), ("d", "t"), ("gh", "g"), ("g", "gh"), ("s", "z"),
    ("z", "s"), ("eau", "o"), ("au", "o"), ("ie", "i"), ("oe", "o"), ("ou", "oe"), ("ss", "s"), ("tt", "t"),
    ("ll", "l"),
    ("nn", "n"), ("ch", "sj"), ("sch", "sh"), ("qu", "k"), ("ei", "ij"),
]  # fmt: skip
_PARTICLE = re.compile(r"^(?:(?:van|de|den|der|la|le|el|ben|da|dos|aït|vanden|l'|d')\b ?)+", re.IGNORECASE)


def _as_known(who: Person, **changes: object) -> Search:
    return Search(who.last_name, who.first_names[:1], who.birth_date, who.ssin)._replace(**changes)  # type: ignore[arg-type]


def _typed(dice: random.Random, name: str) -> str:
    """One slip of the fingers: a letter other, gone, too many, or two exchanged."""
    at = dice.randrange(len(name) - 1)
    slip = dice.choice(("other", "gone", "more", "exchanged"))
    middle = {
        "other": dice.choice(_LETTERS) + name[at + 1], "gone": name[at + 1],
        "more": name[at] + dice.choice(_LETTERS) + name[at + 1], "exchanged": name[at + 1] + name[at],
    }[slip]  # fmt: skip
    return name[:at] + middle + name[at + 2 :]


def _misspelled(dice: random.Random, who: Person) -> Search | None:
    return _as_known(who, last_name=_typed(dice, who.last_name)) if len(who.last_name) > 3 else None


def _heard(dice: random.Random, who: Person) -> Search | None:
    name = who.last_name.lower()
    heard = [name.replace(one, other, 1) for one, other in _SOUNDS if one in name]
    return _as_known(who, last_name=dice.choice(heard)) if heard else None


def _swapped(_: random.Random, who: Person) -> Search:
    return _as_known(who, last_name=who.first_names[0], first_names=[who.last_name])


def _without_particle(_: random.Random, who: Person) -> Search | None:
    rest = _PARTICLE.sub("", who.last_name)
    return _as_known(who, last_name=rest) if rest not in ("", who.last_name) else None


def _in_one(_: random.Random, who: Person) -> Search | None:
    joined = re.sub("[ '-]", "", who.last_name)
    return _as_known(who, last_name=joined) if joined != who.last_name else None


def _half(dice: random.Random, who: Person) -> Search | None:
    halves = who.last_name.split("-")
    return _as_known(who, last_name=dice.choice(halves)) if len(halves) == 2 else None


def _without_accents(_: random.Random, who: Person) -> Search | None:
    from raas_batch.names import folded

    bare = folded(who.last_name)
    return _as_known(who, last_name=bare) if bare != who.last_name.lower() else None


def _first_misspelled(dice: random.Random, who: Person) -> Search | None:
    first = who.first_names[0]
    return _as_known(who, first_names=[_typed(dice, first)]) if len(first) > 3 else None


def _second_first_name(_: random.Random, who: Person) -> Search | None:
    return _as_known(who, first_names=who.first_names[1:2]) if len(who.first_names) > 1 else None


def _other_day(dice: random.Random, who: Person) -> Search:
    other = dice.choice([day for day in range(1, 29) if day != int(who.birth_date[8:])])
    return _as_known(who, birth_date=f"{who.birth_date[:8]}{other:02d}")


def _other_month(dice: random.Random, who: Person) -> Search | None:
    other = dice.choice([month for month in range(1, 13) if month != int(who.birth_date[5:7])])
    return (
        _as_known(who, birth_date=f"{who.birth_date[:5]}{other:02d}{who.birth_date[7:]}")
        if int(who.birth_date[8:]) < 29
        else None
    )


def _exchanged(_: random.Random, who: Person) -> Search | None:
    year, month, day = who.birth_date.split("-")
    return _as_known(who, birth_date=f"{year}-{day}-{month}") if int(day) <= 12 and day != month else None


DEFECTS: dict[str, Defect] = {
    "none": lambda _, who: _as_known(who),
    "a typing error in the last name": _misspelled,
    "the last name as it is heard": _heard,
    "first and last name exchanged": _swapped,
    "without its particle (Van den, de la, D', El)": _without_particle,
    "the last name in one word": _in_one,
    "one half of a double name": _half,
    "without accents": _without_accents,
    "a typing error in the given name": _first_misspelled,
    "another of the given names": _second_first_name,
    "another day": _other_day,
    "another month": _other_month,
    "day and month exchanged": _exchanged,
    "only the year of birth": lambda _, who: _as_known(who, birth_date=f"{who.birth_date[:4]}-00-00"),
    "only the month of birth": lambda _, who: _as_known(who, birth_date=f"{who.birth_date[:7]}-00"),
    "only the initial of the given name": lambda _, who: _as_known(
        who, first_names=[who.first_names[0][0]], matching="FIRST_LETTER_FIRST_GIVENNAME"
    ),
    "no given name": lambda _, who: _as_known(who, first_names=[]),
}
TWO_DEFECTS: dict[str, Defect] = {
    "a typing error, only the year": lambda dice, who: _then(
        _misspelled(dice, who), birth_date=f"{who.birth_date[:4]}-00-00"
    ),
    "a typing error, another day": lambda dice, who: _then(
        _misspelled(dice, who), birth_date=_other_day(dice, who).birth_date
    ),
    "heard, no given name": lambda dice, who: _then(_heard(dice, who), first_names=[]),
    "a typing error in either name": lambda dice, who: _then(
        _misspelled(dice, who), first_names=(_first_misspelled(dice, who) or _as_known(who)).first_names
    ),
    "the year two off, tolerance of three years": lambda _, who: _as_known(
        who, birth_date=f"{int(who.birth_date[:4]) + 2}-00-00", tolerance=3
    ),
}
NOBODY = "a person who is not there"


def _then(search: Search | None, **changes: object) -> Search | None:
    return search and search._replace(**changes)  # type: ignore[arg-type]


class Result(NamedTuple):
    """Of one search: the place of the one sought (None: not told), how many were told, milliseconds."""

    place: int | None
    told: int
    took: float


def ask(connection: Connection, search: Search) -> Result:
    from raas_batch.person import asking

    begin = perf_counter()
    question = asking.asked(search.last_name, search.first_names, search.birth_date, search.matching, search.tolerance)
    rows = asking.answered(connection, question)
    took = (perf_counter() - begin) * 1000
    place = next((row.place for row in rows if row.ssin == search.sought), None)
    return Result(place, len(rows), took)


def measured(connection: Connection, sample: list[Person], name: str, defect: Defect, count: int) -> list[Result]:
    dice, results = random.Random(name), []
    for who in dice.sample(sample, len(sample)):
        search = defect(dice, who)
        if search is not None and search.last_name.strip():
            results.append(ask(connection, search))
        if len(results) == count:
            break
    return results


def line(name: str, results: list[Result]) -> str:
    """Recall within ten places and at the first, how many are told, and the time of one search."""
    count, times = len(results), sorted(result.took for result in results)
    ten = sum(result.place is not None and result.place <= 10 for result in results) / count
    first = sum(result.place == 1 for result in results) / count
    told = sum(result.told for result in results)
    right = sum(result.place is not None for result in results)
    precision = f"{right / told:.3f}" if told else ""
    return (
        f"| {name} | {count} | {ten:.3f} | {first:.3f} | {precision} | {told / count:.1f} | "
        f"{times[count // 2]:.1f} | {times[int(count * 0.95)]:.1f} |"
    )


def main(persons_count: int, count: int) -> None:
    """Load the population, plant the defects, search, and print the tables."""
    home = Path(tempfile.mkdtemp(prefix="raas-bench-"))
    os.environ["RAAS_HOME"] = str(home)
    atexit.register(shutil.rmtree, home, ignore_errors=True)  # runs after the server has stopped
    sample = load(persons_count)
    report(sample, count)


def report(sample: list[Person], count: int) -> None:
    from raas_batch.store.engine import engine

    strangers = [
        who._replace(ssin="0", birth_date=other.birth_date)
        for who, other in zip(sample[: len(sample) // 2], sample[len(sample) // 2 :], strict=False)
    ]
    with engine().connect() as connection:
        for who in sample[:100]:
            ask(connection, _as_known(who))  # warm
        everything: list[Result] = []
        columns = "| defect | searches | recall at 10 | at 1 | precision | told | p50 ms | p95 ms |"
        head = f"{columns}\n|---{'|--:' * 7}|"
        print(head)
        for name, defect in DEFECTS.items():
            results = measured(connection, sample, name, defect, count)
            everything += results
            print(line(name, results), flush=True)
        print(line("**all with one defect or none**", everything))
        print(f"\n{head}")
        for name, defect in TWO_DEFECTS.items():
            print(line(name, measured(connection, sample, name, defect, count)), flush=True)
        results = measured(connection, strangers, NOBODY, DEFECTS["none"], count)
        print(line(NOBODY, results))
        print(f"\nnobody told of a person who is not there: {sum(r.told == 0 for r in results) / len(results):.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, int(sys.argv[2]) if len(sys.argv) > 2 else 300)
