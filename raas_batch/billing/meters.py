"""What is counted and has a price, in the order of a statement: the only module that names it for people.

``raas_batch.store.use`` says where each comes from.
"""

from enum import StrEnum
from typing import NamedTuple


class Service(StrEnum):
    """The parts of a statement about use."""

    REGISTER = "Register"
    CONSULTATION = "Consultation"
    PERSONS = "Persons"
    NOTICES = "Notices"
    TRANSPORT = "Transport"
    SUPPLY = "Supply"


class Meter(NamedTuple):
    """Something that is counted: to which part it belongs, what a person calls it, how many have the price of one."""

    service: Service
    label: str
    per: int = 1
    unit: str = ""


MEGABYTE, MB = 1_000_000, "MB"

METERS = {
    "records": Meter(Service.REGISTER, "Records of registrations"),
    "list_lines": Meter(Service.REGISTER, "Lines of lists reconciled"),
    "consultations": Meter(Service.CONSULTATION, "Consultations"),
    "searches": Meter(Service.PERSONS, "Phonetic searches"),
    "creations": Meter(Service.PERSONS, "CBSS numbers asked for"),
    "updates": Meter(Service.PERSONS, "Updates of CBSS numbers"),
    "notices": Meter(Service.NOTICES, "Notices of numbers and data"),
    "network_messages": Meter(Service.NOTICES, "Network messages received"),
    "daily_files": Meter(Service.NOTICES, "Daily files"),
    "base_files": Meter(Service.NOTICES, "Base files"),
    "files": Meter(Service.TRANSPORT, "Files answered"),
    "bytes_in": Meter(Service.TRANSPORT, "Sent to the register", MEGABYTE, MB),
    "bytes_out": Meter(Service.TRANSPORT, "Received from the register", MEGABYTE, MB),
    "supplied_files": Meter(Service.SUPPLY, "Files supplied"),
    "supplied_records": Meter(Service.SUPPLY, "Records supplied"),
    "supplied_bytes": Meter(Service.SUPPLY, "Bytes supplied", MEGABYTE, MB),
}
