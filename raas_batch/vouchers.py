"""What a voucher promises and whether the file keeps it; how files are named.

The voucher is the small XML beside each file. Here it is a value: reading and writing it is ``xml.vouchers``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from raas_batch import codes
from raas_batch.digests import Digests
from raas_batch.findings import Finding

SCHEMA_VERSION = 1
INDEPENDENT = "INDEPENDENT"
ALL_OR_NOTHING = "ALL_OR_NOTHING"
SIMULATION = "S"
"""The environment in which nothing lasts."""


@dataclass(frozen=True, slots=True)
class Voucher:
    """A voucher's content; ``created`` as it is written, an xsd:dateTime; ``digests`` only in our own daily files."""

    flow: str
    environment: str
    sender: str
    receiver: str
    legal_context: str
    file_name: str
    sequence: int
    created: str
    file_size: int
    sha256: str
    record_count: int
    processing_mode: str = INDEPENDENT
    previous_sha256: str | None = None
    schema_version: int = SCHEMA_VERSION
    digests: Digests | None = None


@dataclass(frozen=True, slots=True)
class FileName:
    """``<flow>.<cbe>.<YYYYMMDD>.<sequence, 5+ digits>.<environment>.xml``; the CBE number is the organisation's.

    >>> str(FileName.read("REG.0314595348.20261122.00001.T.xml"))
    'REG.0314595348.20261122.00001.T.xml'
    """

    flow: str
    organisation: str
    day: str
    sequence: int
    environment: str

    @classmethod
    def read(cls, name: str) -> "FileName | None":
        """Take a name apart; None when it is not built so."""
        match = _NAME.fullmatch(name)
        return match and cls(match[1], match[2], match[3], int(match[4]), match[5])

    def __str__(self) -> str:
        return f"{self.flow}.{self.organisation}.{self.day}.{self.sequence:05d}.{self.environment}.xml"


_NAME = re.compile(r"([A-Z]{3})\.([0-9]{10})\.([0-9]{8})\.([0-9]{5,15})\.([RTS])\.xml")


@dataclass(frozen=True, slots=True)
class Arrived:
    """What lies in the inbox, whatever the voucher says of it."""

    owner: str
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Installation:
    """Who receives: our CBE number, and the environments whose files are taken."""

    cbe_number: str
    environments: frozenset[str]


def broken_promises(voucher: Voucher, arrived: Arrived, here: Installation) -> Iterator[Finding]:
    """Yield every point in which the voucher does not fit the file, its owner or this installation."""
    yield from _name_objections(voucher, arrived.name)
    taken = " or ".join(sorted(here.environments))
    compared: list[tuple[str, str, object, str, object]] = [
        (codes.FILE_SIZE, "size", voucher.file_size, "the file's is", arrived.size),
        (codes.FILE_SHA256, "SHA-256", voucher.sha256, "the file's is", arrived.sha256),
        (codes.SENDER_NOT_OWNER, "sender", voucher.sender, "the inbox is of", arrived.owner),
        (codes.RECEIVER_NOT_US, "receiver", voucher.receiver, "this installation is", here.cbe_number),
        (codes.SCHEMA_VERSION, "schema version", voucher.schema_version, "supported is", SCHEMA_VERSION),
    ]
    for code, what, promised, relation, found in compared:
        if promised != found:
            yield Finding(code, f"the voucher's {what} is {promised}, {relation} {found}")
    if voucher.environment not in here.environments:
        text = f"the voucher's environment is {voucher.environment}, this installation takes {taken}"
        yield Finding(codes.ENVIRONMENT_NOT_TAKEN, text)


def _name_objections(voucher: Voucher, name: str) -> Iterator[Finding]:
    named = FileName.read(name)
    promised = (voucher.flow, voucher.sender, voucher.sequence, voucher.environment)
    if voucher.file_name != name:
        yield Finding(codes.FILE_NAME, "the voucher's fileName is not the name of the file beside it")
    elif named is None:
        text = "the file is not named <flow>.<cbe>.<YYYYMMDD>.<sequence, 5 digits or more>.<R|T|S>.xml"
        yield Finding(codes.FILE_NAME, text)
    elif (named.flow, named.organisation, named.sequence, named.environment) != promised:
        text = "the flow, CBE number, sequence or environment in the file's name is not the voucher's"
        yield Finding(codes.FILE_NAME, text)
