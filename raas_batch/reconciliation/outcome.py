"""What comes of comparing a list: carries it out, and counts every record of it in exactly one way."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from raas_batch import codes
from raas_batch.errors import CountsDoNotAddUp
from raas_batch.store import judged, reconcile
from raas_batch.store.held import Now, Source, Then
from raas_batch.store.past import AsOf
from raas_batch.store.tables import dossier_type

SAME, REPLACED, CANCELED, DIFFER, NOT_HERE = (
    codes.TREATMENT_SUCCESSFUL, codes.SSIN_REPLACED, codes.SSIN_OF_LIST_CANCELED, codes.DAYS_DIFFER, codes.NOT_HERE
)  # fmt: skip


class Asked(NamedTuple):
    """What a list says of itself: the dossier types it is complete for (None: all), and of when it is (None: now)."""

    complete_for: Collection[str] | None
    as_of: AsOf | None


class Outcome(NamedTuple):
    """Records by what was found of them, which together are all; and what the list lacks."""

    same: int
    replaced: int
    canceled: int
    periods_differ: int
    not_here: int
    failed: int
    missing_dossiers: int
    missing_lines: int

    @property
    def records(self) -> int:
        """All records of the list."""
        return sum(self[:6])

    @property
    def differences(self) -> int:
        """Records and dossiers of which something is to be told."""
        return self.records - self.same + self.missing_dossiers


def compare(connection: Connection, organisation: str, asked: Asked, per_range: int) -> None:
    """Compare the records of ``judged`` that are OK with the register."""
    complete = None if asked.complete_for is None else kinds(connection, organisation, asked.complete_for)[0]
    source: Source = Now(organisation, complete, reconcile.keys())
    if asked.as_of is not None:
        source = Then(connection, organisation, asked.as_of)
    reconcile.compare(connection, source, complete, per_range)


def count(connection: Connection) -> Outcome:
    """Count what was found. Raises CountsDoNotAddUp when a record has a code that no list can have."""
    rows = connection.execute(select(judged.judged.c.code, func.count()).group_by(judged.judged.c.code))
    of_code: dict[str, int] = {row[0]: row[1] for row in rows}
    found = [of_code.get(code, 0) for code in (SAME, REPLACED, CANCELED, DIFFER, NOT_HERE)]
    failed = sum(number for code, number in of_code.items() if code in judged.FATAL)
    outcome = Outcome._make([*found, failed, *reconcile.missing_count(connection)])
    if outcome.records != sum(of_code.values()):
        raise CountsDoNotAddUp(f"{sum(of_code.values())} records in the list, {outcome.records} told")
    return outcome


def kinds(connection: Connection, organisation: str, named: Collection[str]) -> tuple[list[int], list[str]]:
    """The numbers of these dossier types of the organisation, and the codes among them that are not defined."""
    statement = select(dossier_type.c.code, dossier_type.c.id).where(dossier_type.c.organisation == organisation)
    defined: dict[str, int] = {row.code: row.id for row in connection.execute(statement)}
    return [defined[code] for code in sorted(set(named)) if code in defined], sorted(set(named) - defined.keys())
