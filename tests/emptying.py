"""Makes the register empty again: the only place of the tests that truncates its tables."""

from sqlalchemy import Connection, text

from raas_batch.store.tables import metadata

KEPT = ("organisation", "dossier_type")


def empty(connection: Connection, but: tuple[str, ...] = ()) -> None:
    """Take every row out of every table but these, and number anew from 1."""
    tables = ", ".join(table.name for table in metadata.sorted_tables if table.name not in but)
    connection.execute(text("set local session_replication_role = replica"))  # the ledger refuses to be emptied
    connection.execute(text(f"truncate {tables} restart identity cascade"))
    connection.execute(text("alter sequence log_number restart"))
