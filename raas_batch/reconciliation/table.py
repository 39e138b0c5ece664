"""Compares a list that lies in a CSV file, as ``raas consult --format csv`` writes one: nothing of it stays.

The lines are staged, judged and compared as those of a REC file are, in a transaction that is rolled back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, func, select, text

from raas_batch.codes import CODES, TREATMENT_SUCCESSFUL
from raas_batch.errors import WrongUse
from raas_batch.periods import Period
from raas_batch.progress import step
from raas_batch.reconciliation import outcome, reader, rules
from raas_batch.reconciliation.outcome import Asked, Outcome
from raas_batch.store import judged, reconcile
from raas_batch.store.reconcile import Days
from raas_batch.store.staging import stage
from raas_batch.store.tables import staged_record

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["ssin", "dossierType", "beginDate", "endDate"]
TOGETHER = 100_000
MISSING = "The list has no line for this SSIN and dossier type."
_FORMS = {
    "ssin": r"[0-9]{11}",
    "dossierType": r"(?=.{2,64}$)[a-zA-Z0-9][a-zA-Z0-9_:+ ]*[a-zA-Z0-9_:+]",
    "beginDate": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "endDate": r"([0-9]{4}-[0-9]{2}-[0-9]{2})?",
}


class Difference(NamedTuple):
    """A line of the list, or a dossier that it lacks (without line and code), and what the register holds of it."""

    line: int | None
    """Its line in the file, of which the first is the heading."""
    ssin: str
    dossier_type: str
    code: str | None
    finding: str
    replaced_by: str | None
    held: str


@contextmanager
def compared(
    connection: Connection, organisation: str, path: Path, asked: Asked, limits: tuple[date, bool, int]
) -> Iterator[tuple[Outcome, Iterator[Difference]]]:
    """Compare an organisation's list; gives the counts, and a stream of what differs for as long as the block lasts.

    ``limits``: the day of judging, whether mock numbers are taken, and how many lines are compared at a time. Raises
    WrongUse when the file is no such list, or names a dossier type for completeness that is not defined.
    """
    today, mock_allowed, per_range = limits
    _, undefined = outcome.kinds(connection, organisation, asked.complete_for or ())
    if undefined:
        raise WrongUse(f"{', '.join(undefined)} is no dossier type of {organisation}; `raas dossier-type list`")
    mine = rules.Listing(-connection.execute(select(func.pg_backend_pid())).scalar_one(), organisation)
    transaction = connection.begin_nested()
    try:
        count = stage(connection, staged_record, _rows(mine.id, path, (today, mock_allowed)))
        rules.judge(connection, mine._replace(record_count=count))
        outcome.compare(connection, organisation, asked, per_range)
        yield outcome.count(connection), _differences(connection, mine)
    finally:
        transaction.rollback()


def _rows(number: int, path: Path, judged_by: tuple[date, bool]) -> Iterator[tuple[Any, ...]]:
    first = 0
    with step(f"read {path.name}", 0) as advance:
        for part in _read(path):
            ends = (end or None for end in part["endDate"])
            named = zip(part["ssin"], part["dossierType"], part["beginDate"], ends, strict=True)
            lines = [reader.Stated(str(place), *texts) for place, texts in enumerate(named, first + 2)]
            yield from reader.staged(number, first, lines, judged_by)
            first += len(lines)
            advance(len(lines))


def _read(path: Path) -> Iterator["pd.DataFrame"]:
    """The file in parts, each judged by the form of its texts; a value is never repeated in a complaint."""
    import pandas as pd  # no other command has to wait until it is there

    try:
        with pd.read_csv(path, dtype=str, keep_default_na=False, chunksize=TOGETHER, encoding="utf-8-sig") as parts:
            for part in parts:
                if list(part.columns) != COLUMNS:
                    raise WrongUse(f"{path.name} has another heading; expected {','.join(COLUMNS)}")
                for name, form in _FORMS.items():
                    _refuse_unless(path, name, part[name].str.fullmatch(form))
                for name in ("beginDate", "endDate"):
                    days = pd.Series(pd.to_datetime(part[name], format="%Y-%m-%d", errors="coerce"), part.index)
                    _refuse_unless(path, name, days.notna() | part[name].isin(["", "9999-12-31"]))
                yield part
    except (OSError, ValueError) as error:  # pandas's own are ValueErrors; some would show what the file holds
        raise WrongUse(f"{path.name} cannot be read as a CSV file in UTF-8 ({type(error).__name__})") from None


def _refuse_unless(path: Path, name: str, holds: "pd.Series[bool]") -> None:
    if not holds.all():
        line = holds.index[~holds][0] + 2
        raise WrongUse(f"{path.name}, line {line}: {name} has another form; expected as `raas consult` writes it")


def _differences(connection: Connection, mine: rules.Listing) -> Iterator[Difference]:
    # The planner knows nothing of what this transaction staged: it would look through all verdicts for each line of it.
    connection.execute(text("set local enable_nestloop = off"))
    shown = reconcile.shown(connection)
    place, lines = next(shown, (-1, []))
    for row in connection.execute(_remarkable(mine).execution_options(yield_per=10_000)):
        held = ""
        if row.position == place:
            held, (place, lines) = _written(lines), next(shown, (-1, []))
        code = CODES[row.code]
        yield Difference(row.position + 2, row.ssin, row.dossier_type, code.code, code.en.title, row.replaced_by, held)
    for ssin, kind, own in reconcile.missing(connection):
        yield Difference(None, ssin, kind, None, MISSING, None, _written(own))


def _remarkable(mine: rules.Listing) -> Any:
    own, found = staged_record.c, judged.judged.c
    wanted = own.position, own.ssin, own.dossier_type, found.code, found.replaced_by
    both = staged_record.join(judged.judged, found.position == own.position)
    of_list = own.file_id == mine.id, found.code != TREATMENT_SUCCESSFUL
    return select(*wanted).select_from(both).where(*of_list).order_by(own.position)


def _written(lines: Days) -> str:
    return " ".join(str(Period(*days)) for days in lines)
