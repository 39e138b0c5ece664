"""Makes what partners send: files of each flow, and drops them in an inbox.

Independent of the product's writers on purpose: what is sent here is what ``docs/formats.md`` promises.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from raas_batch.ssin import with_check_digits

US = "0244640631"
SOURCE = "0200000043"
MUTUALITY = "0314595348"
FUND = "0428759497"
NETWORK = "0206000086"
DAY = "20261122"


def ssin(number: int) -> str:
    """An invented person's SSIN: born on a day of 1980, month + 60, numbered from 0."""
    day, counter = number % 28 + 1, number // 28 % 997 + 1
    month = number // 28 // 997 % 12 + 61
    return with_check_digits(f"80{month:02d}{day:02d}{counter:03d}", born_2000=False)


@dataclass(frozen=True)
class Record:
    """One record of a REG file; days as ISO texts. ``person`` holds elements of ``person`` by name."""

    ssin: str
    begin: str | None = None
    end: str | None = None
    registers: bool = True
    dossier_type: str = "EMPLOYEE"
    record_id: str | None = None
    person: tuple[tuple[str, str], ...] = ()

    def xml(self, place: int) -> str:
        name = "register" if self.registers else "unregister"
        dates = element("beginDate", self.begin) + element("endDate", self.end)
        period = f"<period>{dates}</period>" if dates else ""
        given = "".join(element(name, value) for name, value in self.person)
        person = f"<person>{given}</person>" if given else ""
        return (
            f'    <{name} recordId="{self.record_id or f"A{place}"}">{element("ssin", self.ssin)}'
            f"{element('dossierType', self.dossier_type)}{period}{person}</{name}>\n"
        )


@dataclass(frozen=True)
class Person:
    """One person of a POP file; ``more`` is XML put after the dates."""

    ssin: str
    last_name: str = "Peeters"
    first_names: tuple[str, ...] = ("An",)
    birth_date: str = "1980-01-01"
    gender: str | None = "F"
    register: str = "BIS"
    record_id: str | None = None
    replaced_by: str | None = None
    canceled: bool = False
    decease_date: str | None = None
    more: str = ""

    def xml(self, place: int) -> str:
        replaced = f' replacedBy="{self.replaced_by}"' if self.replaced_by else ""
        canceled = ' canceled="true"' if self.canceled else ""
        first_names = "".join(element("firstName", name) for name in self.first_names)
        return (
            f'    <person recordId="{self.record_id or place}"><ssin{canceled}{replaced}>{self.ssin}</ssin>'
            f"{element('register', self.register)}{element('lastName', self.last_name)}{first_names}"
            f"{element('birthDate', self.birth_date)}{element('gender', self.gender)}"
            f"{element('deceaseDate', self.decease_date)}{self.more}</person>\n"
        )


@dataclass(frozen=True)
class Event:
    """One event of an RPL file; ``kind`` is replaced, canceled or revoked, and says which of the others it has."""

    kind: str
    event_id: str
    event_date: str = "2026-11-20"
    ssin: str | None = None
    replaced_by: str | None = None
    revoked_event_id: str | None = None
    record_id: str | None = None

    def xml(self, place: int) -> str:
        return (
            f'    <{self.kind} recordId="{self.record_id or place}">{element("eventId", self.event_id)}'
            f"{element('eventDate', self.event_date)}{element('ssin', self.ssin)}"
            f"{element('replacedBy', self.replaced_by)}{element('revokedEventId', self.revoked_event_id)}"
            f"</{self.kind}>\n"
        )


@dataclass(frozen=True)
class Mutation:
    """One mutation of a MUT file; ``groups`` is the XML of its data groups."""

    event_id: str
    ssin: str
    groups: str = "<name><lastName>Maes</lastName></name>"
    event_date: str = "2026-11-20"
    correction: bool | None = None
    record_id: str | None = None

    def xml(self, place: int) -> str:
        correction = None if self.correction is None else str(self.correction).lower()
        return (
            f'    <mutation recordId="{self.record_id or place}">{element("eventId", self.event_id)}'
            f"{element('eventDate', self.event_date)}{element('ssin', self.ssin)}"
            f"{element('correction', correction)}{self.groups}</mutation>\n"
        )


@dataclass(frozen=True)
class Question:
    """One question of a CON file; days and moment as ISO texts."""

    ssin: str
    dossier_type: str | None = None
    begin: str | None = None
    end: str | None = None
    known_at: str | None = None
    lineage: bool | None = None
    record_id: str | None = None

    def xml(self, place: int) -> str:
        dates = element("beginDate", self.begin) + element("endDate", self.end)
        period = f"<period>{dates}</period>" if dates else ""
        lineage = None if self.lineage is None else str(self.lineage).lower()
        return (
            f'    <question recordId="{self.record_id or f"Q{place}"}">{element("ssin", self.ssin)}'
            f"{element('dossierType', self.dossier_type)}{period}{element('knownAt', self.known_at)}"
            f"{element('lineage', lineage)}</question>\n"
        )


@dataclass(frozen=True)
class Listed:
    """One line of a REC file; days as ISO texts."""

    ssin: str
    begin: str
    end: str | None = None
    dossier_type: str = "EMPLOYEE"
    record_id: str | None = None

    def xml(self, place: int) -> str:
        dates = element("beginDate", self.begin) + element("endDate", self.end)
        return (
            f'    <line recordId="{self.record_id or f"L{place}"}">{element("ssin", self.ssin)}'
            f"{element('dossierType', self.dossier_type)}<period>{dates}</period></line>\n"
        )


DIMONA = "urn:raas:dimona:v1"


def dimona(worker: str, kind: str = "IN", begin: str = "2026-11-20") -> str:
    """The payload of a message of the service DIMONA: its prefix is declared on it."""
    return (
        f'<d:dimonaMutation xmlns:d="{DIMONA}">{element("mutationType", kind)}{element("dimonaNumber", "123456789012")}'
        f"<employer>{element('cbeNumber', '0314595348')}</employer><worker>{element('ssin', worker)}</worker>"
        f"<employment>{element('workerType', 'OTH')}{element('jointCommission', '200')}"
        f"{element('beginDate', begin)}</employment></d:dimonaMutation>"
    )


@dataclass(frozen=True)
class Message:
    """One message of a NET file; ``payload`` is XML, by default a Dimona mutation of the person."""

    message_id: str
    ssin: str
    message_date: str = "2026-11-20"
    payload: str | None = None
    network_service: str = "DIMONA"
    record_id: str | None = None

    def xml(self, place: int) -> str:
        payload = dimona(self.ssin) if self.payload is None else self.payload
        return (
            f'    <message recordId="{self.record_id or place}">{element("messageId", self.message_id)}'
            f"{element('networkService', self.network_service)}{element('messageDate', self.message_date)}"
            f"{element('ssin', self.ssin)}<payload>{payload}</payload></message>\n"
        )


def element(name: str, value: object) -> str:
    return "" if value is None else f"<{name}>{escape(str(value))}</{name}>"


def organisation(name: str, cbe_number: str) -> str:
    number = element("cbeNumber", cbe_number)
    return f"  <{name}><organizationIdentification>{number}</organizationIdentification></{name}>\n"


def document(flow: str, sender: str, sequence: int, body: str, about: str = "") -> bytes:
    """A whole document of a flow around its records; ``about`` stands before them."""
    root, container = {
        "REG": ("registrationsRequest", "registrations"),
        "POP": ("populationRequest", "persons"),
        "RPL": ("replacementsRequest", "events"),
        "MUT": ("mutationsRequest", "mutations"),
        "REC": ("reconciliationRequest", "lines"),
        "NET": ("messagesRequest", "messages"),
        "CON": ("consultationsRequest", "questions"),
        "PER": ("personsRequest", "requests"),
    }[flow]
    prefix = flow.lower()
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{prefix}:{root} xmlns:{prefix}="urn:raas:{prefix}:v1">\n'
        f"{organisation('sender', sender)}{organisation('receiver', US)}"
        f"  <legalContext>REGISTER_MAINTENANCE</legalContext>\n  <sequenceNumber>{sequence}</sequenceNumber>\n"
        f"{about}  <{container}>\n{body}  </{container}>\n</{prefix}:{root}>\n"
    ).encode()


def registrations(sender: str, sequence: int, records: Iterable[Record]) -> bytes:
    return document("REG", sender, sequence, "".join(r.xml(place) for place, r in enumerate(records, start=1)))


def population(sequence: int, persons: Iterable[Person], sender: str = SOURCE) -> bytes:
    return document("POP", sender, sequence, "".join(p.xml(place) for place, p in enumerate(persons, start=1)))


def replacements(sequence: int, events: Iterable[Event], sender: str = SOURCE) -> bytes:
    return document("RPL", sender, sequence, "".join(e.xml(place) for place, e in enumerate(events, start=1)))


def mutations(sequence: int, changes: Iterable[Mutation], sender: str = SOURCE) -> bytes:
    return document("MUT", sender, sequence, "".join(m.xml(place) for place, m in enumerate(changes, start=1)))


def consultations(sender: str, sequence: int, questions: Iterable[Question]) -> bytes:
    return document("CON", sender, sequence, "".join(q.xml(place) for place, q in enumerate(questions, start=1)))


def listing(
    sender: str, sequence: int, lines: Iterable[Listed], complete_for: Iterable[str] | None = None, as_of: object = None
) -> bytes:
    """A REC file, complete for all dossier types unless some are given; ``as_of``: a log number or a moment."""
    kinds = "<allDossierTypes/>" if complete_for is None else "".join(element("dossierType", k) for k in complete_for)
    of_when = element("moment" if isinstance(as_of, str) else "logNumber", as_of)
    about = f"  <completeFor>{kinds}</completeFor>\n" + (f"  <asOf>{of_when}</asOf>\n" if of_when else "")
    body = "".join(line.xml(place) for place, line in enumerate(lines, start=1))
    return document("REC", sender, sequence, body, about)


def messages(sequence: int, told: Iterable[Message], sender: str = NETWORK) -> bytes:
    return document("NET", sender, sequence, "".join(m.xml(place) for place, m in enumerate(told, start=1)))


def file_name(flow: str, sender: str, sequence: int, environment: str = "T") -> str:
    return f"{flow}.{sender}.{DAY}.{sequence:05d}.{environment}.xml"


def voucher(name: str, content: bytes, record_count: int, mode: str = "INDEPENDENT", **changes: object) -> bytes:
    """The voucher of a file; ``changes`` replace the text of its elements, by name (sender, receiver: CBE number)."""
    flow, sender, _, sequence, environment, _ = name.split(".")
    said: dict[str, object] = {
        "flow": flow, "schemaVersion": 1, "environment": environment, "sender": sender, "receiver": US,
        "legalContext": "REGISTER_MAINTENANCE", "fileName": name, "fileSequenceNumber": int(sequence),
        "fileCreationTimestamp": "2026-11-22T08:00:00+01:00", "fileSize": len(content),
        "sha256": hashlib.sha256(content).hexdigest(), "recordCount": record_count, "processingMode": mode,
    } | changes  # fmt: skip
    lines = "".join(
        organisation(key, str(value)) if key in ("sender", "receiver") else f"  {element(key, value)}\n"
        for key, value in said.items()
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<v:voucher xmlns:v="urn:raas:voucher:v1">\n{lines}</v:voucher>\n'
    ).encode()


def drop(home: Path, owner: str, name: str, content: bytes, beside: bytes | None) -> None:
    """Put a file in an inbox, its voucher last; no voucher when ``beside`` is None."""
    folder = home / "inbox" / owner
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    if beside is not None:
        (folder / f"{name.removesuffix('.xml')}.voucher.xml").write_bytes(beside)


def send_registrations(
    home: Path, sender: str, sequence: int, records: list[Record], environment: str = "T", mode: str = "INDEPENDENT"
) -> str:
    """Drop a REG file and its voucher; returns the file's name."""
    name = file_name("REG", sender, sequence, environment)
    content = registrations(sender, sequence, records)
    drop(home, sender, name, content, voucher(name, content, len(records), mode))
    return name


def send_population(home: Path, sequence: int, persons: list[Person], environment: str = "T") -> str:
    """Drop a POP file and its voucher; returns the file's name."""
    name = file_name("POP", SOURCE, sequence, environment)
    content = population(sequence, persons)
    drop(home, SOURCE, name, content, voucher(name, content, len(persons)))
    return name


def send_replacements(home: Path, sequence: int, events: list[Event], environment: str = "T") -> str:
    """Drop an RPL file and its voucher; returns the file's name."""
    name = file_name("RPL", SOURCE, sequence, environment)
    content = replacements(sequence, events)
    drop(home, SOURCE, name, content, voucher(name, content, len(events)))
    return name


def send_mutations(
    home: Path, sequence: int, changes: list[Mutation], environment: str = "T", mode: str = "INDEPENDENT"
) -> str:
    """Drop a MUT file and its voucher; returns the file's name."""
    name = file_name("MUT", SOURCE, sequence, environment)
    content = mutations(sequence, changes)
    drop(home, SOURCE, name, content, voucher(name, content, len(changes), mode))
    return name


def send_listing(
    home: Path,
    sender: str,
    sequence: int,
    lines: list[Listed],
    environment: str = "T",
    mode: str = "INDEPENDENT",
    **said: object,
) -> str:
    """Drop a REC file and its voucher; ``said`` as for ``listing``. Returns the file's name."""
    name = file_name("REC", sender, sequence, environment)
    content = listing(sender, sequence, lines, **said)  # type: ignore[arg-type]  # by their names
    drop(home, sender, name, content, voucher(name, content, len(lines), mode))
    return name


def send_messages(
    home: Path, sequence: int, told: list[Message], environment: str = "T", mode: str = "INDEPENDENT",
    sender: str = NETWORK,
) -> str:  # fmt: skip
    """Drop a NET file and its voucher; returns the file's name."""
    name = file_name("NET", sender, sequence, environment)
    content = messages(sequence, told, sender)
    drop(home, sender, name, content, voucher(name, content, len(told), mode))
    return name


def send_consultations(
    home: Path, sender: str, sequence: int, questions: list[Question], environment: str = "T", mode: str = "INDEPENDENT"
) -> str:
    """Drop a CON file and its voucher; returns the file's name."""
    name = file_name("CON", sender, sequence, environment)
    content = consultations(sender, sequence, questions)
    drop(home, sender, name, content, voucher(name, content, len(questions), mode))
    return name


@dataclass(frozen=True)
class Asked:
    """One record of a PER file: ``kind`` is search, create or update, ``content`` its XML."""

    kind: str
    content: str
    record_id: str | None = None

    def xml(self, place: int) -> str:
        return f'    <{self.kind} recordId="{self.record_id or place}">{self.content}</{self.kind}>\n'


def search(last_name: str, *first_names: str, birth: str = "1980-01-01", **more: object) -> Asked:
    """A search; ``more`` are givenNameMatching, tolerance, gender, maximumResultCount."""
    names = element("lastName", last_name) + "".join(element("firstName", name) for name in first_names)
    matching = element("givenNameMatching", more.get("givenNameMatching"))
    born = f"<birth>{element('birthDate', birth)}{element('tolerance', more.get('tolerance'))}</birth>"
    rest = "".join(element(name, more.get(name)) for name in ("gender", "maximumResultCount"))
    return Asked("search", names + matching + born + rest)


BELGIAN_ADDRESS = (
    "<address><countryCode>150</countryCode><cityCode>21004</cityCode><postalCode>1000</postalCode>"
    "<street>Willebroekkaai</street></address>"
)


def create(
    last_name: str, *first_names: str, birth: str = "1980-01-01", gender: str | None = "F", rest: str = BELGIAN_ADDRESS
) -> Asked:
    """A creation; ``rest`` is the XML of its other groups, of the birth place and of other persons."""
    names = element("lastName", last_name) + "".join(element("firstName", name) for name in first_names)
    known = "" if gender is None else f"<gender>{element('gender', gender)}</gender>"
    return Asked("create", f"<name>{names}</name><birth>{element('birthDate', birth)}</birth>{known}{rest}")


def update_of(ssin: str, groups: str, since: str = "2026-11-20") -> Asked:
    """An update; ``groups`` is the XML of its data groups."""
    return Asked("update", element("ssin", ssin) + element("inceptionDate", since) + groups)


def requests(sequence: int, asked: Iterable[Asked], sender: str = MUTUALITY) -> bytes:
    return document("PER", sender, sequence, "".join(each.xml(place) for place, each in enumerate(asked, start=1)))


def send_requests(
    home: Path,
    sequence: int,
    asked: list[Asked],
    sender: str = MUTUALITY,
    environment: str = "T",
    mode: str = "INDEPENDENT",
) -> str:
    """Drop a PER file and its voucher; returns the file's name."""
    name = file_name("PER", sender, sequence, environment)
    content = requests(sequence, asked, sender)
    drop(home, sender, name, content, voucher(name, content, len(asked), mode))
    return name
