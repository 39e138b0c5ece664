"""Makes what the register sends, as the schemas promise it: files with vouchers, chained stream by stream.

Independent of the product's writers on purpose: the tool must read what the register promises.
"""

import hashlib
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import xor
from pathlib import Path
from typing import NamedTuple

from making import MUTUALITY, US

Lines = tuple[str, ...]
"""``begin..end`` or ``begin..`` each."""

Key = tuple[str, str]
"""SSIN and dossier type."""

Told = tuple[int, Mapping[Key, Lines]]
"""A number, and all lines as they stand after it."""

TYPE = "EMPLOYEE"
BASIS = "CSI/2026/145"


class Event(NamedTuple):
    """An event of an NRP file: its number, and what it left of the dossiers it touched."""

    number: int
    ssin: str
    after: Mapping[Key, Lines]
    replaced_by: str | None = None

    def xml(self) -> str:
        kind = "canceled" if self.replaced_by is None else "replaced"
        new = "" if self.replaced_by is None else f"<replacedBy>{self.replaced_by}</replacedBy>"
        dossiers = "".join(
            f"<dossier>{dossier(key)}<before/><after>{periods(lines)}</after></dossier>"
            for key, lines in self.after.items()
        )
        return (
            f'<{kind} logNumber="{self.number}"><eventId>E{self.number}</eventId><eventDate>2026-11-20</eventDate>'
            f"<appliedDate>2026-11-24</appliedDate><ssin>{self.ssin}</ssin>{new}<dossiers>{dossiers}</dossiers></{kind}>"
        )


class Mutation(NamedTuple):
    """A mutation of an NMU file; ``data`` is the XML of its data groups."""

    number: int
    ssin: str
    data: str

    def xml(self) -> str:
        dates = "<eventDate>2026-11-20</eventDate><appliedDate>2026-11-24</appliedDate>"
        known = f"<ssin>{self.ssin}</ssin><dossierTypes><dossierType>{TYPE}</dossierType></dossierTypes>"
        return f'<mutation logNumber="{self.number}">{dates}{known}{self.data}</mutation>'


class Message(NamedTuple):
    """A message of an NNE file; ``payload`` is XML."""

    number: int
    message_id: str
    ssin: str
    payload: str
    replaced_by: str | None = None

    def xml(self) -> str:
        dates = "<messageDate>2026-11-20</messageDate><appliedDate>2026-11-24</appliedDate>"
        new = "" if self.replaced_by is None else f"<replacedBy>{self.replaced_by}</replacedBy>"
        kinds = f"<dossierTypes><dossierType>{TYPE}</dossierType></dossierTypes>"
        return (
            f'<message logNumber="{self.number}"><messageId>{self.message_id}</messageId>{dates}'
            f"<ssin>{self.ssin}</ssin>{new}{kinds}<payload>{self.payload}</payload></message>"
        )


class Outbox:
    """A folder in which files of an organisation's streams are put, one after the other."""

    def __init__(self, folder: Path, receiver: str = MUTUALITY, environment: str = "T") -> None:
        self.folder, self.receiver, self.environment = folder, receiver, environment
        self._last: dict[str, tuple[int, str | None]] = {}

    def nrp(self, day: str, *events: Event, digests: Told | None = None) -> Path:
        about = f"<day>{day}</day><fileClass>NORMAL</fileClass><legalBasis>{BASIS}</legalBasis>"
        return self.put("NRP", day, f"{about}<events>{_all(events)}</events>", len(events), digests)

    def nmu(self, day: str, *mutations: Mutation, digests: Told | None = None) -> Path:
        about = f"<day>{day}</day><fileClass>NORMAL</fileClass><legalBasis>{BASIS}</legalBasis>"
        return self.put("NMU", day, f"{about}<mutations>{_all(mutations)}</mutations>", len(mutations), digests)

    def nne(self, day: str, *messages: Message, service: str = "DIMONA") -> Path:
        about = (
            f"<day>{day}</day><fileClass>NORMAL</fileClass><legalBasis>{BASIS}</legalBasis>"
            f"<networkService>{service}</networkService>"
        )
        return self.put("NNE", day, f"{about}<messages>{_all(messages)}</messages>", len(messages))

    def bas(self, day: str, number: int, held: Mapping[Key, Lines], **goes_on: int) -> Path:
        streams = "".join(
            f"<dailyFile><flow>{flow}</flow><fileSequenceNumber>{first}</fileSequenceNumber></dailyFile>"
            for flow, first in goes_on.items()
        )
        about = f"<day>{day}</day><legalBasis>{BASIS}</legalBasis><logNumber>{number}</logNumber>"
        dossiers = shown({key: lines for key, lines in held.items() if lines})
        body = f"{about}<continuesWith>{streams}</continuesWith><dossiers>{dossiers}</dossiers>"
        return self.put("BAS", day, body, sum(map(bool, held.values())))

    def rsp(self, day: str, number: int, touched: Mapping[Key, Lines], records: int = 1) -> Path:
        verdict = '<record recordId="{}"><status>OK</status><code>MSG00000</code></record>'
        verdicts = "".join(verdict.format(place) for place in range(records))
        body = (
            f"{_answered(self.receiver)}<processingMode>INDEPENDENT</processingMode>"
            f"<counts><read>{records}</read><ok>{records}</ok><nok>0</nok></counts><logNumber>{number}</logNumber>"
            f"<records>{verdicts}</records><dossiers>{shown(touched)}</dossiers>"
        )
        return self.put("RSP", day, body, records)

    def ack(self, day: str) -> Path:
        body = f"{_answered(self.receiver)}<result>ACCEPTED</result><findingCount>0</findingCount>"
        return self.put("ACK", day, body, 0)

    def put(self, flow: str, day: str, body: str, count: int, digests: Told | None = None) -> Path:
        """Write the next file of a stream with its voucher."""
        before, previous = self._last.get(flow, (0, None))
        number = before + 1
        path = self.folder / f"{flow}.{self.receiver}.{day.replace('-', '')}.{number:05d}.{self.environment}.xml"
        root, namespace = ROOTS[flow], f"urn:raas:{flow.lower()}:v1"
        header = f"{_ends(self.receiver)}<sequenceNumber>{number}</sequenceNumber>"
        path.write_text(f'<x:{root} xmlns:x="{namespace}">\n{header}\n{body}\n</x:{root}>\n', encoding="utf-8")
        self._last[flow] = number, vouch(path, count, previous, digests)
        return path


ROOTS = {
    "NRP": "ssinReplacementsNotification",
    "NMU": "mutationsNotification",
    "NNE": "networkMessagesNotification",
    "BAS": "baseFile",
    "RSP": "recordsResponse",
    "ACK": "fileAcknowledgement",
}


def vouch(path: Path, count: int, previous: str | None, digests: Told | None = None) -> str:
    """Write the voucher that is true of a file; returns the file's SHA-256."""
    flow, receiver, day, sequence, environment, _ = path.name.split(".")
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    chained = f"<previousSha256>{previous}</previousSha256>" if previous else ""
    voucher_of(path).write_text(
        f'<v:voucher xmlns:v="urn:raas:voucher:v1"><flow>{flow}</flow><schemaVersion>1</schemaVersion>'
        f"<environment>{environment}</environment>{_ends(receiver)}<fileName>{path.name}</fileName>"
        f"<fileSequenceNumber>{int(sequence)}</fileSequenceNumber>"
        f"<fileCreationTimestamp>{day[:4]}-{day[4:6]}-{day[6:]}T23:59:59+01:00</fileCreationTimestamp>"
        f"<fileSize>{path.stat().st_size}</fileSize><sha256>{sha256}</sha256><recordCount>{count}</recordCount>"
        f"<processingMode>INDEPENDENT</processingMode>{chained}{told(digests)}</v:voucher>\n"
    )
    return sha256


def told(digests: Told | None) -> str:
    """How all lines stand after a number, as a voucher says it."""
    if digests is None:
        return ""
    number, held = digests
    each = ""
    for kind in sorted({kind for _, kind in held} | {TYPE}):
        texts = [
            f"{ssin};{line.replace('..', ';')}" for (ssin, own), lines in held.items() for line in lines if own == kind
        ]
        hashes = (int(hashlib.sha256(text.encode()).hexdigest(), 16) for text in texts)
        sha256 = f"{reduce(xor, hashes, 0):064x}"
        each += (
            f"<digest><dossierType>{kind}</dossierType><lines>{len(texts)}</lines><sha256>{sha256}</sha256></digest>"
        )
    return f"<digests><logNumber>{number}</logNumber>{each}</digests>"


def voucher_of(path: Path) -> Path:
    return path.with_name(path.name.replace(".xml", ".voucher.xml"))


def remove(*paths: Path) -> None:
    for path in paths:
        path.unlink()
        voucher_of(path).unlink()


def dossier(key: Key) -> str:
    return f"<ssin>{key[0]}</ssin><dossierType>{key[1]}</dossierType>"


def shown(dossiers: Mapping[Key, Lines]) -> str:
    return "".join(f"<dossier>{dossier(key)}{periods(lines)}</dossier>\n" for key, lines in dossiers.items())


def periods(lines: Lines) -> str:
    written = []
    for line in lines:
        begin, _, end = line.partition("..")
        last = f"<endDate>{end}</endDate>" if end else ""
        written.append(f"<period><beginDate>{begin}</beginDate>{last}</period>")
    return "".join(written)


def _all(items: Iterable[Event | Mutation | Message]) -> str:
    return "\n".join(item.xml() for item in items)


def _ends(receiver: str) -> str:
    return (
        "".join(
            f"<{end}><organizationIdentification><cbeNumber>{number}</cbeNumber></organizationIdentification></{end}>"
            for end, number in (("sender", US), ("receiver", receiver))
        )
        + "<legalContext>REGISTER_MAINTENANCE</legalContext>"
    )


def _answered(sender: str) -> str:
    return (
        f"<file><flow>REG</flow><fileName>REG.{sender}.20261122.00001.T.xml</fileName>"
        f"<fileSequenceNumber>1</fileSequenceNumber><fileSize>1</fileSize><sha256>{'0' * 64}</sha256>"
        "<recordCount>1</recordCount></file>"
    )
