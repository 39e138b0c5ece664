"""Alembic's entry point: migrations run on the connection that ``raas_batch.store.migrate`` hands over."""

from typing import Any, Literal

from alembic import context

from raas_batch.store.tables import metadata
from raas_batch.store.types import Digits


def render_item(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Write our own types as what they are in the database, so that old migrations never change."""
    return "sa.BigInteger()" if kind == "type" and isinstance(item, Digits) else False


context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_item=render_item)
with context.begin_transaction():
    context.run_migrations()
