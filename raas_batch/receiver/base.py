"""Holds a copy against a base file: the register's own word on what the copy must be."""

import sqlite3
from pathlib import Path

from raas_batch.receiver import changes, copy

_DIFFERENT = """
WITH held AS (
    SELECT ssin, dossier_type, begin_date, end_date FROM dossier JOIN line USING (ssin, dossier_type)
    WHERE log_number <= :number
), told AS (
    SELECT ssin, dossier_type, begin_date, end_date FROM staged JOIN staged_line USING (place)
    WHERE NOT EXISTS (SELECT 1 FROM dossier
                      WHERE dossier.ssin = staged.ssin AND dossier.dossier_type = staged.dossier_type
                        AND log_number > :number)
), only_one AS (
    SELECT * FROM (SELECT * FROM held EXCEPT SELECT * FROM told)
    UNION ALL
    SELECT * FROM (SELECT * FROM told EXCEPT SELECT * FROM held)
)
SELECT count(*) FROM (SELECT DISTINCT ssin, dossier_type FROM only_one)
"""


def difference(held: Path, base: Path) -> int:
    """In how many dossiers a copy and a base file differ, those left out that changed after the base file."""
    with copy.opened(held) as connection:
        return differences(connection, base)


def differences(connection: sqlite3.Connection, base: Path) -> int:
    """The same of an open copy; nothing of it changes."""
    copy.stage(connection, changes.dossiers(base, "BAS"))
    found: int = connection.execute(_DIFFERENT, {"number": changes.base_number(base)}).fetchone()[0]
    connection.rollback()
    return found
