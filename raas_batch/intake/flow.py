"""What a flow must bring so that the stations of ``intake`` can serve it: the only contract between the two."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from raas_batch.settings import Settings
from raas_batch.xml.reader import Batch, Shape

Dossier = tuple[str, str, list[tuple[date, date]]]
"""SSIN, dossier type, and its lines as (start, stop): what one touched dossier now holds."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What applying a file did to the register: lines held before by its sender, and how many lost every day."""

    lines_before: int = 0
    lines_removed: int = 0


def no_dossiers(_: Connection, __: Row[Any]) -> Iterator[Dossier]:
    """What a reference file shows of dossiers: nothing, for the lines it moves are those of others."""
    return iter(())


def nothing_more(_: Connection, __: Row[Any]) -> Iterator[tuple[int, str]]:
    """What most flows tell of a record beside its verdict."""
    return iter(())


@dataclass(frozen=True, slots=True)
class Flow:
    """One kind of received file.

    ``stage`` keeps the valid records of a file and returns how many; ``judge`` makes the table ``judged`` with a
    verdict on each; ``write`` carries out those that are OK, on the Belgian day given; ``dossiers`` tells what the
    touched dossiers now hold, and ``told`` what the answer to a record tells beside its verdict: (position of the
    record from 0, XML) in order of position, for those records of which it tells something.
    """

    code: str
    shape: Shape
    roles: frozenset[str]
    stage: Callable[[Connection, Row[Any], Iterator[Batch], date], int]
    judge: Callable[[Connection, Row[Any]], None]
    write: Callable[[Connection, Row[Any], Settings, date], Effect]
    dossiers: Callable[[Connection, Row[Any]], Iterator[Dossier]] = no_dossiers
    told: Callable[[Connection, Row[Any]], Iterator[tuple[int, str]]] = nothing_more
    changes_mirror: bool = False
    after: frozenset[str] = frozenset()
    """Flows of authentic sources whose earlier files must be applied before one of this flow is."""
    after_own: frozenset[str] = frozenset()
    """The same of the sender itself."""
