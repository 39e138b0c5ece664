"""Brings a database to the schema of this version: the only way its tables are made or changed."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

_MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Run every migration the database has not seen; two processes may call it at once."""
    with engine.begin() as connection:
        connection.execute(text("select pg_advisory_xact_lock(hashtext('migrate'))"))
        command.upgrade(configuration(connection=connection), "head")


def configuration(**attributes: object) -> Config:
    """Alembic's configuration, with what ``migrations/env.py`` needs in its attributes."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes.update(attributes)
    return config
