"""Brings a database to the schema of this version: the only way its tables are made or changed."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, text

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Run every migration the database has not seen; two processes may call it at once."""
    from alembic import command  # no other command has to wait until it is there

    with engine.begin() as connection:
        connection.execute(text("select pg_advisory_xact_lock(hashtext('migrate'))"))
        command.upgrade(configuration(connection=connection), "head")


def configuration(**attributes: object) -> "Config":
    """Alembic's configuration, with what ``migrations/env.py`` needs in its attributes."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes.update(attributes)
    return config
