"""The questions of a file while it is applied: the table ``judged`` as the rules of CON make it."""

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, MetaData, Table, Text, or_

from raas_batch.store.judged import FATAL
from raas_batch.store.pasts import NOW
from raas_batch.store.types import SSIN

asked = Table(
    "judged",
    MetaData(),
    Column("position", Integer),
    Column("code", Text),
    Column("replaced_by", SSIN),
    Column("sent_ssin", SSIN),
    Column("ssin", SSIN),
    Column("canceled", Boolean),
    Column("dossier_type", Integer),
    Column("start", Date),
    Column("stop", Date),
    Column("known_at", DateTime(timezone=True)),
    Column("lineage", Boolean),
)
"""What the rules put into ``judged`` beside the verdicts: the number sent and the last one, and what is asked of it.

No dossier type: all. ``known_at`` is ``NOW`` for a question that names no moment.
"""

is_ok = asked.c.code.not_in(FATAL)
of_now = asked.c.known_at == NOW
recalled = or_(asked.c.lineage, asked.c.known_at != NOW)
"""Questions that the lines alone do not answer: the log is folded for them."""
