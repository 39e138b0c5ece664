"""Makes the register empty again: the only place of the tests that truncates its tables."""

from sqlalchemy import Connection, literal, select, text, union_all

from raas_batch.store.tables import metadata

KEPT = ("organisation", "dossier_type")
_FULL = union_all(*(select(literal(table.name)).where(select(table).exists()) for table in metadata.sorted_tables))
_COUNTED = text("select sequencename from pg_sequences where last_value is not null")


def empty(connection: Connection, but: tuple[str, ...] = ()) -> None:
    """Take every row out of every table but these, and number anew from 1. Most tables have no row: they are left."""
    full = [name for name in connection.scalars(_FULL) if name not in but]
    if full:
        connection.execute(text("set local session_replication_role = replica"))  # the ledger refuses to be emptied
        connection.execute(text(f"truncate {', '.join(full)} cascade"))
    for sequence in connection.scalars(_COUNTED).all():
        if not sequence.startswith(but):
            connection.execute(text(f"alter sequence {sequence} restart"))
