"""What a run of a DAG left: the states of its tasks, of the files, and what lies in the archive."""

from pathlib import Path
from typing import Any

from sqlalchemy import select

from raas_batch.exchange import archive
from raas_batch.settings import Settings
from raas_batch.store import overview
from raas_batch.store.engine import engine
from raas_batch.store.tables import file


def states() -> dict[str, str]:
    with engine().connect() as connection:
        return {row.name: row.state for row in overview.listed(connection)}


def archived(name: str) -> Path:
    with engine().connect() as connection:
        sha256 = connection.scalars(select(file.c.sha256).where(file.c.name == name)).one()
    with archive.read(Settings().archive, sha256) as stream:
        return Path(stream.name)


def tasks(run: Any) -> list[tuple[str, str]]:
    return [(task.task_id, str(task.state)) for task in run.get_task_instances()]
