"""The way of a registration file when things are not as one would wish: beside the same file when they are.

``python bench/harder.py [records]``: nothing of the register in the machine's memory; records that are spelled
otherwise, of persons that nobody knows, or that break the schema; as many records in files of fifty organisations.
As ``performance.py``: all data are made here, every station runs in a process of its own.
"""

import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from subprocess import run

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import apart
import register
from making import SOURCE, drop, voucher
from performance import HEAD, MEMBERS, Row, Timed, line, registrations, through

EMPTY = Path("/proc/sys/vm/drop_caches")
SSIN = re.compile("<ssin>[0-9]{11}</ssin>")


def main(records: int) -> None:
    register.make(SOURCE, records)
    ways: dict[str, Callable[[str], str] | None] = {
        "as it should be": None,
        "one record in five hundred spelled otherwise": _every(500, _spelled_otherwise),
        "one record in ten of a person whom nobody knows": _every(10, _of_nobody(records)),
        "a thousand records that break the schema": _every(records // 1000, _broken),
        "nothing in the machine's memory": None,
    }
    register.grow(range(len(ways)), records)
    register.grow(MEMBERS, records, share=10)
    print(HEAD, end="")
    for sender, (what, change) in enumerate(ways.items()):
        file = registrations(sender, 1, records, records)
        if change is not None:
            apart.done(partial(_changed, file, register.organisation(sender), change))  # its memory is not ours
        if "memory" in what:
            run(["sync"], check=True)
            EMPTY.write_text("3")  # what the server holds by itself, 128 MB, stays
        print(line([*through("registration", file, what)][-1]), end="", flush=True)
    print(line(_of_many(records)), end="", flush=True)


def _of_many(records: int) -> Row:
    files = [registrations(sender, 1, records // len(MEMBERS), records) for sender in MEMBERS]
    together = Timed(files[0].path, *(sum(file[at] for file in files) for at in (1, 2, 3)), files[0].floor_peak)
    return [*through("registration", together, f"in files of {len(files)} organisations")][-1]


def _changed(file: Timed, sender: str, change: Callable[[str], str]) -> None:
    text = file.path.read_text(encoding="utf-8")
    ends = re.split(r"(?<=register>)\n", text)
    content = "\n".join(map(change, ends)).encode()
    drop(file.path.parents[2], sender, file.path.name, content, voucher(file.path.name, content, file.records))


def _every(nth: int, change: Callable[[str], str]) -> Callable[[str], str]:
    places = count(1)
    return lambda record: change(record) if next(places) % nth == 0 else record


def _spelled_otherwise(record: str) -> str:
    return re.sub('recordId="([^"]*)"', r"recordId='\1'", record)


def _of_nobody(persons: int) -> Callable[[str], str]:
    numbers: Iterator[int] = count(persons)
    return lambda record: SSIN.sub(f"<ssin>{register.ssin(next(numbers))}</ssin>", record)


def _broken(record: str) -> str:
    return record.replace("<ssin>", "<ssin>x")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
