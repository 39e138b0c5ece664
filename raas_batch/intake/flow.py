"""What a flow must bring so that the stations of ``intake`` can serve it: the only contract between the two."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import IO, Any, NamedTuple

from sqlalchemy import Connection, Row, Select, Table

from raas_batch.settings import Settings
from raas_batch.xml.shape import Batch, Shape


@dataclass(frozen=True, slots=True)
class Effect:
    """What applying a file did to the register: lines held before by its sender, and how many lost every day.

    ``dossiers`` is what the touched ones now hold, as ``dossiers.Dossiers`` writes it, to be closed once the answer is
    written. A reference file shows none: the lines it moves are those of others.
    """

    lines_before: int = 0
    lines_removed: int = 0
    dossiers: IO[bytes] = field(default_factory=BytesIO)


def nothing_more(_: Connection, __: Row[Any]) -> Iterator[tuple[int, str]]:
    """What most flows tell of a record beside its verdict."""
    return iter(())


def no_opening(_: Connection, __: Row[Any]) -> str:
    """What most flows tell of a file as a whole."""
    return ""


def no_closing(_: Connection, __: Row[Any]) -> Iterator[str]:
    """What most flows tell after the dossiers."""
    return iter(())


class Disclosure(NamedTuple):
    """What the answer to a file tells of persons: on which legal basis, and what the ledger keeps of it.

    ``items`` selects (position from 0, ssin, what is told).
    """

    legal_basis: str
    items: Select[Any]


def nothing_to_know(_: Connection, __: Row[Any], ___: date) -> None:
    """What most flows need to know of their sender before they judge."""


def nothing_disclosed(_: Connection, __: Row[Any]) -> None:
    """What most answers tell of persons of whom the receiver did not tell first."""


def never(_: Connection, __: Row[Any]) -> bool:
    """Whether a file leaves the mirror as it is, of a flow that changes it."""
    return False


@dataclass(frozen=True, slots=True)
class Flow:
    """One kind of received file.

    ``stage`` keeps the valid records of a file, in the table ``staged``, and returns how many; ``judge`` makes the
    table ``judged`` with the verdicts on them; ``write`` carries out those that are OK, on the Belgian day given;
    ``told`` gives what the answer to a record tells beside its verdict: (position of the record from 0, XML) in order
    of position, for those records of which it tells something. ``opening`` is the XML that stands before the records,
    ``closing`` what stands after the dossiers, piece by piece. ``entitle`` notes, before they are judged, what the
    sender may be told on that day; ``disclosed`` gives what the ledger must keep of the answer, also of a
    simulation's: what was told was told. It may rely only on what ``entitle`` and ``judge`` made.
    """

    code: str
    shape: Shape
    roles: frozenset[str]
    staged: Table
    stage: Callable[[Connection, Row[Any], Iterator[Batch], date], int]
    judge: Callable[[Connection, Row[Any]], None]
    write: Callable[[Connection, Row[Any], Settings, date], Effect]
    told: Callable[[Connection, Row[Any]], Iterator[tuple[int, str]]] = nothing_more
    opening: Callable[[Connection, Row[Any]], str] = no_opening
    closing: Callable[[Connection, Row[Any]], Iterator[str]] = no_closing
    entitle: Callable[[Connection, Row[Any], date], None] = nothing_to_know
    disclosed: Callable[[Connection, Row[Any]], Disclosure | None] = nothing_disclosed
    keeps_every_verdict: bool = True
    """Whether ``judge`` puts every record into ``judged``; else one that is not there is OK, as it was sent."""
    changes_mirror: bool = False
    spares_mirror: Callable[[Connection, Row[Any]], bool] = never
    makes_notices: bool = False
    """Whether ``write`` makes notices though it leaves the mirror alone; who changes the mirror may always."""
    fills: tuple[Table, ...] = ()
    """Tables that grow with its files: the database is told of a large one."""
    after: frozenset[str] = frozenset()
    """Flows of authentic sources whose earlier files must be applied before one of this flow is."""
    after_own: frozenset[str] = frozenset()
    """The same of the sender itself."""
