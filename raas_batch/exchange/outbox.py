"""The outbox: one folder per organisation, from which it downloads.

A file is published from the archive, the voucher last, each atomically; publishing again writes the same bytes, or
nothing.
"""

from functools import partial

from upath import UPath

from raas_batch.exchange import archive, durable
from raas_batch.exchange.inbox import FILE, VOUCHER


def publish(outbox: UPath, kept_in: UPath, receiver: str, name: str, hashes: tuple[str, str]) -> None:
    """Put a file and its voucher in the receiver's folder; ``hashes`` are those of file and voucher."""
    folder = outbox / receiver
    for part, sha256 in zip((name, name.removesuffix(FILE) + VOUCHER), hashes, strict=True):
        with durable.written(outbox, partial(UPath, folder / part), again=True) as stream:
            for block in archive.blocks(kept_in, sha256):
                stream.write(block)
