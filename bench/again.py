"""The way of a registration file again and again: by how much it varies on one machine.

``python bench/again.py [records] [times]``: each file is that of another organisation, with a line for every person,
in one register. As ``performance.py``: all data are made here, every station runs in a process of its own.
"""

import sys
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import register
from making import SOURCE
from performance import HEAD, MEMBERS, line, registrations, through


def main(records: int, times: int) -> None:
    register.make(SOURCE, records)
    assert times <= MEMBERS.start
    register.grow(range(times), records)
    register.grow(MEMBERS, records, share=10)
    print(HEAD, end="")
    ratios = []
    for sender in range(times):
        *_, whole = through("registration", registrations(sender, 1, records, records), f"{sender + 1} of {times}")
        print(line(whole), end="", flush=True)
        ratios.append(whole.seconds / whole.floor)
    print(f"times the floor: {min(ratios):.2f} to {max(ratios):.2f}, half of them at most {median(ratios):.2f}")


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    main(*given, *[1_000_000, 10][len(given) :])
