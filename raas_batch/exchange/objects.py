"""What object storage does otherwise than a disk: the only module that speaks S3, through s3fs.

An object appears whole, when the last byte of its upload has come, or never; it cannot be renamed, only copied and
then removed. Its name is taken as it is: fsspec's own ``mv`` and ``rm`` read ``*``, ``?`` and ``[`` as a pattern, and
do not tell when the storage refuses to remove.
"""

import errno
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from tempfile import TemporaryFile
from typing import IO, Any

from upath import UPath

PART = 8 << 20
"""Bytes of one part of an upload; a file of less than two parts goes in one request."""
BLOCK = 1 << 18


@contextmanager
def written(target: Callable[[], UPath], again: bool) -> Iterator[IO[bytes]]:
    """Give a stream whose bytes become ``target()`` when the block ends without an exception.

    Until then they are in a nameless file of this machine, which goes with its process. fsspec's own stream will not
    do: it is closed by an exception too, and then half a file is an object. ``again``: replace what is there; else what
    is there stays, since it is the same.
    """
    with TemporaryFile() as spool:
        yield spool
        spool.flush()
        place = target()
        try:
            nameless = f"/proc/self/fd/{spool.fileno()}"
            place.fs.put_file(nameless, place.path, chunksize=PART, mode="overwrite" if again else "create")
        except OSError:  # FileExistsError, or what else a storage calls it
            if again or not place.exists():
                raise


def move(source: UPath, target: UPath) -> None:
    """Copy an object, then remove it, unless it was replaced meanwhile: then what replaced it stays.

    A process that dies between the two leaves both; ``finish`` removes the first. Raises FileNotFoundError when there
    is no source.
    """
    seen = source.fs.info(source.path)
    source.fs.cp_file(source.path, target.path, **_if_still(seen, "CopySourceIfMatch"))
    _take_away(source, seen)


def finish(source: UPath, target: UPath) -> None:
    """Remove the source of a move that died before it did: when it is there, with the very bytes of the target."""
    with suppress(FileNotFoundError):
        seen = source.fs.info(source.path)
        if _same_bytes(source, target):
            _take_away(source, seen)


def remove(place: UPath) -> None:
    """Remove an object; one that is not there is no failure."""
    with suppress(FileNotFoundError):
        place.fs.rm_file(place.path)


def _take_away(place: UPath, seen: Mapping[str, Any]) -> None:
    """Remove an object if it still is the one that was seen; a storage that cannot compare just removes it."""
    same = _if_still(seen, "IfMatch")
    if not same:
        remove(place)
        return
    bucket, key, _ = place.fs.split_path(place.path)
    try:
        place.fs.call_s3("delete_object", Bucket=bucket, Key=key, **same)
    except FileNotFoundError:
        pass
    except OSError as error:
        if error.errno != errno.EINVAL or not place.exists():  # how s3fs tells that a condition does not hold
            raise


def _if_still(seen: Mapping[str, Any], condition: str) -> dict[str, str]:
    """The condition that an object is the one that was seen; none where the storage gives no ETag."""
    return {condition: seen["ETag"]} if seen.get("ETag") else {}


def _same_bytes(one: UPath, other: UPath) -> bool:
    with one.open("rb") as left, other.open("rb") as right:
        while block := left.read(BLOCK):
            if block != right.read(BLOCK):
                return False
        return not right.read(1)
