"""Computes the digests of all lines anew and compares: the proof that those in vouchers are true. Reads lines once."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from sqlalchemy import Connection, false, select

from raas_batch.digests import Digest
from raas_batch.progress import step
from raas_batch.store import digests
from raas_batch.store.held import Now
from raas_batch.store.ranges import ranges
from raas_batch.store.tables import dossier_type, line

PER_RANGE = 500_000


def wrong(connection: Connection) -> Iterator[tuple[str, str]]:
    """(organisation, dossier type) of every digest that is not that of the lines; memory is one range of lines."""
    statement = select(dossier_type.c.organisation, dossier_type.c.code, dossier_type.c.id)
    kinds = connection.execute(statement.order_by(dossier_type.c.organisation, dossier_type.c.code)).all()
    of_each = {organisation: list(own) for organisation, own in groupby(kinds, key=attrgetter("organisation"))}
    with step("verify digests, organisations", len(of_each)) as advance:
        for organisation, own in of_each.items():
            due, told = _of_lines(connection, organisation), digests.held(connection, organisation)
            wrong = (row.code for row in own if due.get(row.id, Digest()) != told.get(row.id, Digest()))
            yield from ((organisation, code) for code in wrong)
            advance(1)


def _of_lines(connection: Connection, organisation: str) -> dict[int, Digest]:
    found: dict[int, Digest] = {}
    nothing_else = select(line.c.ssin, line.c.dossier_type).where(false())
    source = Now(organisation, None, nothing_else)
    for within in ranges(connection, source.ssins(), PER_RANGE):
        rows = source.lines(connection, within)
        part = digests.of_columns(rows["dossier_type"], rows["ssin"], rows["start"], rows["stop"])
        for kind, digest in part.items():
            found[kind] = found.get(kind, Digest()).with_(digest)
    return found
