"""Tells what lies in a folder: on a disk file by file, on object storage by the listing alone, 1,000 in a request."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from upath import UPath

from raas_batch.exchange.durable import is_on_disk


def folders(place: UPath) -> list[str]:
    """Names of the folders in a place; none when it is not there. On object storage those that hold something."""
    if is_on_disk(place):
        return [path.name for path in place.iterdir() if path.is_dir()] if place.exists() else []
    return [_name(entry) for entry in _entries(place) if entry["type"] == "directory"]


def files(folder: UPath) -> Iterator[tuple[str, datetime]]:
    """Names of the files in a folder, and since when each lies there; none when the folder is not there.

    A file that vanishes meanwhile is passed over; so is a link, which may lead elsewhere.
    """
    if not is_on_disk(folder):
        yield from _objects(folder)
        return
    for path in folder.iterdir() if folder.exists() else ():
        with suppress(FileNotFoundError):
            # Who put it there may keep the old time of its content, but not that of the change of the folder.
            moment = path.stat().st_ctime
            if path.is_file() and not path.is_symlink():
                yield path.name, datetime.fromtimestamp(moment, UTC)


def names(place: UPath, folder: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Folder and name of all that lies in folders whose name fits; on object storage one listing for all of them."""
    if is_on_disk(place):
        fitting = (name for name in folders(place) if folder.fullmatch(name))
        yield from ((name, path.name) for name in fitting for path in (place / name).iterdir())
        return
    for key in place.fs.find(place.path):
        name, _, below = key.removeprefix(place.path.rstrip("/") + "/").partition("/")
        if folder.fullmatch(name):
            yield name, below


def _objects(folder: UPath) -> Iterator[tuple[str, datetime]]:
    for entry in _entries(folder):
        name = _name(entry)
        # A console makes a folder by an object without a name; s3fs takes what follows ?versionId= for a version.
        if entry["type"] == "file" and name and "?versionId=" not in name:
            yield name, _since(entry)


def _since(entry: dict[str, Any]) -> datetime:
    moment = entry["LastModified"] if "LastModified" in entry else entry["created"]  # S3; fsspec's memory
    return moment if isinstance(moment, datetime) else datetime.fromtimestamp(moment, UTC)


def _entries(folder: UPath) -> list[dict[str, Any]]:
    try:
        return list(folder.fs.ls(folder.path, detail=True))
    except FileNotFoundError as missing:
        if missing.__cause__ is not None:  # the storage said so, of the bucket; a folder is missing when it is empty
            raise
        return []


def _name(entry: dict[str, Any]) -> str:
    return str(entry["name"]).rpartition("/")[2]
