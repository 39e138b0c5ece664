"""What an installation may decide for itself: the only module that reads the environment.

Every setting is an environment variable ``RAAS_<NAME>``; the defaults make a test installation in ``~/raas``.
"""

import os
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict
from upath import UPath

BRUSSELS = ZoneInfo("Europe/Brussels")
Share = Annotated[float, Field(ge=0, le=1)]


def _names_a_place_only(url: str) -> str:
    if "://" in url and "@" in url:
        raise ValueError("a place has no user and no password: credentials of object storage have their own variables")
    return url


PlaceUrl = Annotated[str, AfterValidator(_names_a_place_only)]


class Settings(BaseSettings):
    """One installation: who it is, where its files lie, what its guards allow."""

    model_config = SettingsConfigDict(env_prefix="RAAS_", frozen=True, hide_input_in_errors=True)

    home: Path = Path.home() / "raas"
    database_url: str | None = None
    """SQLAlchemy URL of a PostgreSQL 18; none: the program starts its own under ``home``."""
    inbox_url: PlaceUrl | None = None
    outbox_url: PlaceUrl | None = None
    archive_url: PlaceUrl | None = None
    """Places for files, as fsspec URLs; none: folders under ``home``."""

    cbe_number: Annotated[str, Field(pattern="^[01][0-9]{9}$")] = "0244640631"
    """Who we are: sender of our files, receiver of the others; by default KSZ's own number."""
    environment: Literal["R", "T"] = "T"
    """R: real, T: tests. Simulation files (S) are taken in both."""
    legal_context: str = "REGISTER_MAINTENANCE"

    voucher_patience: timedelta = timedelta(hours=24)
    """How long a data file may lie without its voucher, or a voucher without its file."""
    guard_removed_share: Share = 0.20
    guard_failed_share: Share = 0.50
    guard_floor: Annotated[int, Field(ge=0)] = 1000
    """The guards do not look at fewer lines, or records, than this."""
    finding_limit: Annotated[int, Field(ge=1, le=1000)] = 1000
    """How many problems of a refused file are told one by one; the total is always told."""
    records_per_range: Annotated[int, Field(ge=1)] = 100_000
    """How many records are merged at a time: bounds the memory of ``apply``."""

    consultation_limit: Annotated[int, Field(ge=1)] = 5_000_000
    """How many lines, and records of the log, the questions of one CON file may need together."""
    search_limit: Annotated[int, Field(ge=1)] = 100_000
    """How many keys the searches and creations of one PER file may look up together: some ten per year of birth."""

    hearing: Literal["SINCE_EVENT", "ON_EVENT_DATE"] = "SINCE_EVENT"
    """Who hears of a mutation: who has a line on the event's date or has had one since, or only the former."""
    bulk_cause: Annotated[int, Field(ge=1)] = 10_000
    """A received file that gives a subscription more notices than this is told in a file of class BULK."""

    price_list: Path | None = None
    """The TOML file with the prices of what organisations use, month by month; none: nothing is billed."""

    observe_every: Annotated[timedelta, Field(gt=timedelta(0))] = timedelta(seconds=15)
    """How often ``raas observe`` looks at the register and exports its figures."""

    @property
    def environments(self) -> frozenset[str]:
        """The environments whose files are taken here."""
        return frozenset({self.environment, "S"})

    @property
    def inbox(self) -> UPath:
        return _place(self.inbox_url or self.home / "inbox")

    @property
    def outbox(self) -> UPath:
        return _place(self.outbox_url or self.home / "outbox")

    @property
    def archive(self) -> UPath:
        return _place(self.archive_url or self.home / "archive")


def installation() -> Settings:
    """The settings of this process's environment: reading them takes milliseconds, so only when they changed."""
    return _read(frozenset(item for item in os.environ.items() if item[0].upper().startswith("RAAS_")))


@lru_cache(maxsize=1)
def _read(_: frozenset[tuple[str, str]]) -> Settings:
    return Settings()


def _place(where: Path | str) -> UPath:
    """The place a path or URL names. On object storage no listing is remembered: others drop files there."""
    protocol, is_url, _ = str(where).partition("://")
    if not is_url or protocol in ("file", "local"):
        return UPath(where)
    if protocol in ("s3", "s3a"):  # what a stream keeps in memory: a block read ahead, a few parts on their way
        return UPath(str(where), use_listings_cache=False, default_block_size=8 << 20, max_concurrency=4)
    return UPath(str(where), use_listings_cache=False)
