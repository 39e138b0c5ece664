"""Whether the ORM that ``performance.py`` times beside us gives the same answers: lines, log and verdicts of one file.

``python bench/same.py [records]``. Fails where they differ.
"""

import re
import shutil
import sys
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import apart
import register
from making import SOURCE
from performance import FIRST, HOME, UNTOUCHED, registrations, through

OURS = re.compile('<record recordId="([^"]*)"><status>([^<]*)')
THEIRS = re.compile('<record recordId="([^"]*)"><code>([^<]*)')


def main(records: int) -> None:
    import otherwise

    register.make(SOURCE, records)
    register.grow(range(FIRST, FIRST + 1), records)
    register.grow(range(UNTOUCHED, UNTOUCHED + 1), records)
    file = registrations(FIRST, 1, records, records)
    kept = Path(shutil.copy(file.path, HOME / "kept.xml"))  # ours takes the other away
    *_, whole = through("registration", file, "")
    apart.done(partial(otherwise.prepare, register.organisation(UNTOUCHED)))
    apart.done(partial(otherwise.answered_one_by_one, kept, records))
    sender = register.organisation(FIRST)
    lines = _rows("select ssin, start, stop from line where organisation = :sender", sender)
    assert lines == _rows("select ssin, start, stop from bench_line", sender), "other lines"
    log = _rows("select record_id from operation where organisation = :sender and file_id > 0", sender)
    assert log == _rows("select record_id from bench_log", sender), "another log"
    [answer] = [path for path in HOME.glob(f"outbox/{sender}/RSP*.xml") if ".voucher." not in path.name]
    verdicts = dict(OURS.findall(answer.read_text(encoding="utf-8")))
    theirs = dict(THEIRS.findall(kept.with_suffix(".answer").read_text(encoding="utf-8")))
    assert verdicts == {each: "OK" if code == "MSG00000" else "NOK" for each, code in theirs.items()}, "other verdicts"
    assert len(verdicts) == whole.records == records
    print(f"of {records:,} records both leave the same {len(lines):,} lines, the same log and the same verdicts")


def _rows(statement: str, sender: str) -> set[tuple[Any, ...]]:
    from sqlalchemy import text

    from raas_batch.store.engine import engine

    with engine().connect() as connection:
        given = {"sender": int(sender)} if ":sender" in statement else {}
        return set(map(tuple, connection.execute(text(statement), given)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
