"""A copy of an organisation's dossiers in SQLite, made from the files it received: the only module that writes it.

Every dossier stands as after the change with its number, and news counts when its number is not lower. A base file is
news of every dossier, also of those it does not name. So the order in which files are applied does not matter. Each
file is one transaction.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path

from raas_batch.receiver import changes
from raas_batch.receiver.changes import Dossier
from raas_batch.receiver.checks import Checked
from raas_batch.receiver.folder import Stream

_TOGETHER = 10_000

_TABLES = """
CREATE TABLE IF NOT EXISTS dossier (
    ssin TEXT, dossier_type TEXT, log_number INTEGER NOT NULL, PRIMARY KEY (ssin, dossier_type)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS line (
    ssin TEXT, dossier_type TEXT, begin_date TEXT, end_date TEXT, PRIMARY KEY (ssin, dossier_type, begin_date)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS data_group (
    ssin TEXT, data_group TEXT, log_number INTEGER NOT NULL, content TEXT NOT NULL, PRIMARY KEY (ssin, data_group)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS message (
    network_service TEXT, message_id TEXT, log_number INTEGER NOT NULL, message_date TEXT NOT NULL,
    ssin TEXT NOT NULL, replaced_by TEXT, payload TEXT NOT NULL, PRIMARY KEY (network_service, message_id)
);
CREATE TABLE IF NOT EXISTS applied_file (
    name TEXT PRIMARY KEY, sha256 TEXT NOT NULL, flow TEXT NOT NULL, receiver TEXT NOT NULL, environment TEXT NOT NULL,
    sequence INTEGER NOT NULL, log_number INTEGER
);
CREATE TABLE IF NOT EXISTS digest (
    flow TEXT, dossier_type TEXT, log_number INTEGER NOT NULL, lines INTEGER NOT NULL, sha256 TEXT NOT NULL,
    name TEXT NOT NULL, PRIMARY KEY (flow, dossier_type)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS goes_on (flow TEXT PRIMARY KEY, sequence INTEGER NOT NULL);
CREATE TEMPORARY TABLE staged (
    place INTEGER PRIMARY KEY, ssin TEXT, dossier_type TEXT, log_number INTEGER
);
CREATE TEMPORARY TABLE staged_line (place INTEGER, begin_date TEXT, end_date TEXT);
"""

_OVERTAKEN = """
DELETE FROM staged WHERE log_number <= :included
   OR EXISTS (SELECT 1 FROM dossier
              WHERE dossier.ssin = staged.ssin AND dossier.dossier_type = staged.dossier_type
                AND dossier.log_number > staged.log_number)
   OR place NOT IN (SELECT first_value(place) OVER same FROM staged
                    WINDOW same AS (PARTITION BY ssin, dossier_type ORDER BY log_number DESC, place DESC))
"""
_BEFORE_BASE = (
    """DELETE FROM line WHERE (ssin, dossier_type) IN
           (SELECT ssin, dossier_type FROM dossier WHERE log_number <= :number)""",
    "DELETE FROM dossier WHERE log_number <= :number",
)
_AS_STAGED = (
    "DELETE FROM line WHERE (ssin, dossier_type) IN (SELECT ssin, dossier_type FROM staged)",
    "INSERT OR REPLACE INTO dossier SELECT ssin, dossier_type, log_number FROM staged",
    "INSERT INTO line SELECT ssin, dossier_type, begin_date, end_date FROM staged JOIN staged_line USING (place)",
)
_GOES_ON = """
INSERT INTO goes_on VALUES (?, ?) ON CONFLICT DO UPDATE SET sequence = max(sequence, excluded.sequence)
"""
_DIGEST = """
INSERT INTO digest VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
    SET log_number = excluded.log_number, lines = excluded.lines, sha256 = excluded.sha256, name = excluded.name
    WHERE excluded.log_number >= log_number
"""
_MESSAGE = "INSERT OR REPLACE INTO message VALUES (?, ?, ?, ?, ?, ?, ?)"
_DATA_GROUP = """
INSERT INTO data_group VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
    SET log_number = excluded.log_number, content = excluded.content WHERE excluded.log_number >= log_number
"""


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a copy, made if it is not there; it holds data of persons, so a new one is its owner's alone."""
    path.touch(mode=0o600)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(_TABLES)
        yield connection


def streams(connection: sqlite3.Connection) -> dict[Stream, dict[int, str]]:
    """What the copy was made from: by stream the numbers of its files, with their SHA-256."""
    found: dict[Stream, dict[int, str]] = {}
    rows = connection.execute("SELECT flow, receiver, environment, sequence, sha256 FROM applied_file")
    for flow, receiver, environment, sequence, sha256 in rows:
        found.setdefault(Stream(flow, receiver, environment), {})[sequence] = sha256
    return found


def goes_on(connection: sqlite3.Connection) -> dict[str, int]:
    """By flow, the number with which it goes on after the base files in the copy."""
    return dict(connection.execute("SELECT flow, sequence FROM goes_on"))


def newest_base(connection: sqlite3.Connection) -> int:
    """The number of the last change in the newest base file of the copy; -1 when it has none."""
    number: int | None = connection.execute("SELECT max(log_number) FROM applied_file").fetchone()[0]
    return -1 if number is None else number


def newest_digests(connection: sqlite3.Connection) -> str | None:
    """The name of the file with the newest digests in the copy; None when it has none."""
    row = connection.execute("SELECT name FROM digest ORDER BY log_number DESC, flow = 'NRP' DESC LIMIT 1").fetchone()
    return None if row is None else str(row[0])


def replacements_known(connection: sqlite3.Connection) -> int:
    """The number up to which daily files told the copy of replacements, as their digests say; -1 when none did."""
    number: int | None = connection.execute("SELECT max(log_number) FROM digest WHERE flow = 'NRP'").fetchone()[0]
    return -1 if number is None else number


def size(connection: sqlite3.Connection) -> tuple[int, int]:
    """How many dossiers have lines, and how many lines there are."""
    dossiers, lines = connection.execute(
        "SELECT (SELECT count(*) FROM (SELECT DISTINCT ssin, dossier_type FROM line)), (SELECT count(*) FROM line)"
    ).fetchone()
    return dossiers, lines


def apply(connection: sqlite3.Connection, file: Checked) -> None:
    """Take in one file, in a transaction of its own."""
    with connection:
        if file.pair.marks.flow == "NMU":
            connection.executemany(_DATA_GROUP, changes.data_groups(file.pair.path))
        elif file.pair.marks.flow == "NNE":
            connection.executemany(_MESSAGE, changes.messages(file.pair.path))
        else:
            _take_in(connection, file)
        _note(connection, file)


def stage(connection: sqlite3.Connection, dossiers: Iterable[Dossier]) -> None:
    """Put dossiers beside the copy, in ``staged`` and ``staged_line``; what stood there goes."""
    connection.execute("DELETE FROM staged")
    connection.execute("DELETE FROM staged_line")
    placed = enumerate(dossiers)
    while together := list(islice(placed, _TOGETHER)):
        own = ((place, *dossier[:3]) for place, dossier in together)
        lines = ((place, *line) for place, dossier in together for line in dossier.lines)
        connection.executemany("INSERT INTO staged VALUES (?, ?, ?, ?)", own)
        connection.executemany("INSERT INTO staged_line VALUES (?, ?, ?)", lines)


def _take_in(connection: sqlite3.Connection, file: Checked) -> None:
    stage(connection, changes.dossiers(file.pair.path, file.pair.marks.flow))
    included = newest_base(connection)
    if file.tag is not None and file.tag.log_number >= included:
        included = file.tag.log_number - 1
        for statement in _BEFORE_BASE:
            connection.execute(statement, {"number": file.tag.log_number})
    connection.execute(_OVERTAKEN, {"included": included})
    for statement in _AS_STAGED:
        connection.execute(statement)


def _note(connection: sqlite3.Connection, file: Checked) -> None:
    marks, tag = file.pair.marks, file.tag
    assert file.voucher is not None, "only a file that is in order is applied"
    base = None if tag is None else tag.log_number
    values = (file.pair.name, file.voucher.sha256, *file.pair.stream, marks.sequence, base)
    connection.execute("INSERT INTO applied_file VALUES (?, ?, ?, ?, ?, ?, ?)", values)
    if tag is not None:
        connection.executemany(_GOES_ON, tag.goes_on.items())
    if told := file.voucher.digests:
        digests = (
            (marks.flow, kind, told.log_number, own.lines, str(own), file.pair.name)
            for kind, own in told.of_dossier_types
        )
        connection.executemany(_DIGEST, digests)
