"""Which files the register sends, and how each is built: what this tool takes for files of ours."""

from collections.abc import Mapping
from typing import Final

from raas_batch.xml.shape import Shape

_EVENTS: Final = frozenset({"replaced", "canceled", "revoked"})

OURS: Final[Mapping[str, Shape]] = {
    "ACK": Shape("ack", "{urn:raas:ack:v1}fileAcknowledgement", "findings", frozenset({"finding"})),
    "RSP": Shape(
        "rsp", "{urn:raas:rsp:v1}recordsResponse", "records", frozenset({"record"}),
        (("dossiers", "dossier"), ("missingDossiers", "missingDossier")),
    ),
    "NRP": Shape("nrp", "{urn:raas:nrp:v1}ssinReplacementsNotification", "events", _EVENTS),
    "NMU": Shape("nmu", "{urn:raas:nmu:v1}mutationsNotification", "mutations", frozenset({"mutation"})),
    "NNE": Shape("nne", "{urn:raas:nne:v1}networkMessagesNotification", "messages", frozenset({"message"})),
    "BAS": Shape("bas", "{urn:raas:bas:v1}baseFile", "dossiers", frozenset({"dossier"})),
}  # fmt: skip
"""By flow; what the container holds is what the voucher counts."""

DAILY: Final = frozenset({"NRP", "NMU", "NNE"})
"""Flows that have a file for every day."""

APPLIED: Final = frozenset({"RSP", "NRP", "NMU", "NNE", "BAS"})
"""Flows from which a copy is made."""

SIMULATION: Final = "S"
"""The environment of which nothing is true."""
