"""Judges the payload of a message by the schema of its service: the only module that does."""

from copy import deepcopy

from lxml import etree

from raas_batch import codes
from raas_batch.findings import Finding, Findings
from raas_batch.store.services import Registered
from raas_batch.xml import schemas
from raas_batch.xml.explain import explain
from raas_batch.xml.part import Element, Part

LISTED = 10
"""Findings of one payload that are told."""


def defect(payload: Element, sender: str, service: Registered | None) -> str | None:
    """The code of what is wrong with a message of this sender by itself; ``service`` None: it is not registered."""
    if service is None:
        return codes.SERVICE_UNKNOWN
    if service.sender != sender:
        return codes.SERVICE_OF_ANOTHER
    if etree.QName(payload).namespace != service.namespace:
        return codes.PAYLOAD_OF_ANOTHER_NAMESPACE
    return None if schemas.judging(service.schema).validate(payload) else codes.PAYLOAD_REFUSED


def findings(payload: Element, service: Registered, place: int, explained: bool) -> list[Finding]:
    """What the schema of the service finds in the payload of the record at this place, from 0; at least one finding.

    Not explained: one finding that tells where the payload begins.
    """
    here = f"/*/messages/*[{place + 1}]/payload"
    if not explained:
        text = "its content is not what the schema of its service expects"
        return [Finding(codes.ELEMENT_NOT_EXPECTED, text, payload.sourceline, f"{here}/*")]
    alone, found = _alone(payload), Findings(LISTED)
    schemas.judging(service.schema).validate(alone)
    explain(Part(alone), service.schema, found)
    return [Finding(each.code, each.text, each.line, f"{here}{each.xpath}") for each in found.listed]


def _alone(payload: Element) -> Element:
    """The payload as a document of its own, with its line numbers and every namespace that is in scope."""
    alone = etree.Element(payload.tag, payload.attrib, payload.nsmap)
    alone.sourceline = payload.sourceline  # type: ignore[misc]  # lxml lets it be set, its annotations do not say so
    alone.text = payload.text
    alone.extend(deepcopy(child) for child in payload)
    return alone
