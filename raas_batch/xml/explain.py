"""Explains to a person why the schema refuses a document: where, what was found, what was expected.

libxml2 decides and tells line and path. What was expected comes from xmlschema: the documentation of the element in
the schema for a wrong value, its own reason for a wrong structure. A wrong value is never repeated, nor a name that
is not the schema's own, only their shape: the text is stored, and what stands there may be a person's.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lxml import etree

from raas_batch import codes
from raas_batch.findings import Finding, Findings, shape
from raas_batch.xml import schemas
from raas_batch.xml.part import Element, Part
from raas_batch.xml.schemas import Schema

if TYPE_CHECKING:
    from xmlschema import XMLSchemaValidationError

Reasons = dict[tuple[str, int], list[str]]

_ATTRIBUTE = re.compile(r"attribute '([^']+)'")
_INDEX = re.compile(r"\[\d+\]")
_QUOTED = re.compile(r"'([^']*)'")
_CODES = {
    etree.ErrorTypes.SCHEMAV_ELEMENT_CONTENT: codes.ELEMENT_NOT_EXPECTED,
    etree.ErrorTypes.SCHEMAV_CVC_COMPLEX_TYPE_2_1: codes.ELEMENT_NOT_EXPECTED,
    etree.ErrorTypes.SCHEMAV_CVC_COMPLEX_TYPE_2_2: codes.ELEMENT_NOT_EXPECTED,
    etree.ErrorTypes.SCHEMAV_CVC_COMPLEX_TYPE_2_3: codes.ELEMENT_NOT_EXPECTED,
    etree.ErrorTypes.SCHEMAV_CVC_TYPE_3_1_2: codes.ELEMENT_NOT_EXPECTED,
    etree.ErrorTypes.SCHEMAV_CVC_TYPE_3_1_1: codes.ATTRIBUTE_NOT_EXPECTED,
    etree.ErrorTypes.SCHEMAV_CVC_COMPLEX_TYPE_3_2_1: codes.ATTRIBUTE_NOT_EXPECTED,
    etree.ErrorTypes.SCHEMAV_CVC_COMPLEX_TYPE_3_2_2: codes.ATTRIBUTE_NOT_EXPECTED,
    etree.ErrorTypes.SCHEMAV_CVC_COMPLEX_TYPE_4: codes.ATTRIBUTE_NOT_EXPECTED,
    etree.ErrorTypes.SCHEMAV_CVC_ENUMERATION_VALID: codes.VALUE_NOT_IN_LIST,
}


def explain(part: Part, schema: Schema, findings: Findings) -> None:
    """Add what libxml2 just refused in this part of a file to the findings.

    Every part repeats the header, so a problem outside the records is told once. Past the findings' limit problems
    are only counted: their cost is then that of libxml2.
    """
    entries = list(_entries(schema))
    room = findings.limit - len(findings.listed)
    reasons = _reasons(part, schema, entries[:room]) if room else {}
    for entry in entries:
        in_record = part.is_in_record(entry.path)
        if not findings.has_room:
            findings.total += in_record or part.is_first
            continue
        finding = _finding(part, schema, entry, reasons)
        if in_record or finding not in findings.listed:
            findings.add(finding)


def shown(name: str, schema: Schema) -> str:
    """A name of an element or attribute, if the schema has it; else its shape."""
    return name if name in schemas.names(schema) else shape(name)


def _entries(schema: Schema) -> Iterator[etree._LogEntry]:
    """libxml2's complaints, one per place and kind."""
    seen = set()
    for entry in schemas.judging(schema).error_log:
        attribute = _ATTRIBUTE.search(entry.message)
        place = entry.line, entry.path, _CODES.get(entry.type), attribute and attribute[1]
        if place not in seen:
            seen.add(place)
            yield entry


def _finding(part: Part, schema: Schema, entry: etree._LogEntry, reasons: Reasons) -> Finding:
    code = _CODES.get(entry.type, codes.VALUE_NOT_OF_TYPE)
    element = part.element(entry.path)
    if code in (codes.ELEMENT_NOT_EXPECTED, codes.ATTRIBUTE_NOT_EXPECTED):
        known = reasons.get((code, entry.line), [])
        name = shown(etree.QName(element).localname, schema)
        text = known.pop(0) if known else f"{name}: its content is not what the schema expects"
    else:
        text = _about_value(element, schema, _ATTRIBUTE.search(entry.message))
    xpath = "/".join(step if step[:1] in ("", "*") else shown(step, schema) for step in part.path(element))
    return Finding(code, text, entry.line or None, xpath)


def _about_value(element: Element, schema: Schema, attribute: re.Match[str] | None) -> str:
    name = f"@{attribute[1]}" if attribute else etree.QName(element).localname
    value = element.get(attribute[1], "") if attribute else element.text or ""
    found = f"has the form {shape(value)}" if value.strip() else "is empty"
    return f"{name} {found}; expected: {_documentation(element, schema, attribute)}"


def _documentation(element: Element, schema: Schema, attribute: re.Match[str] | None) -> str:
    """The first sentence that the schema says of the element or attribute."""
    tree = element.getroottree()
    below_root = _INDEX.sub("", tree.getelementpath(element))
    root = str(tree.getroot().tag)
    declared: Any = schemas.explaining(schema).find(root if below_root == "." else f"{root}/{below_root}")
    if declared is not None and attribute is not None:
        declared = declared.attributes.get(attribute[1])
    if declared is None or declared.annotation is None:
        return "a value as the schema describes it"
    return " ".join(str(declared.annotation).split())


def _reasons(part: Part, schema: Schema, entries: list[etree._LogEntry]) -> Reasons:
    """What xmlschema says of structure, by code and line; it reads only the records that these entries refuse."""
    from xmlschema.validators import XsdAttributeGroup, XsdGroup  # only what is refused needs it: see schemas.py

    structure: dict[Any, str] = {
        XsdGroup: codes.ELEMENT_NOT_EXPECTED, XsdAttributeGroup: codes.ATTRIBUTE_NOT_EXPECTED,
    }  # fmt: skip
    reasons: Reasons = {}
    refused: Any = part.only_records_of([entry.path or "" for entry in entries])  # xmlschema takes lxml's elements
    for error in schemas.explaining(schema).iter_errors(refused):
        code = structure.get(type(error.validator))
        if code is not None:  # the reason of a wrong value may quote it
            reason = _QUOTED.sub(lambda quoted: f"'{shown(quoted[1], schema)}'", str(error.reason).rstrip("."))
            reasons.setdefault((code, _line(error)), []).append(reason)
    return reasons


def _line(error: "XMLSchemaValidationError") -> int:
    child: Any = getattr(error, "invalid_child", None)
    element: Any = error.elem if child is None else child
    return int(element.sourceline or 0)
