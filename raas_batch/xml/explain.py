"""Explains to a person why the schema refuses a document: where, what was found, what was expected.

libxml2 decides and tells line and path. What was expected comes from xmlschema: the documentation of the element in
the schema for a wrong value, its own reason for a wrong structure. A wrong value itself is never repeated, only its
shape: the text is stored, and the value may be a person's.
"""

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any

from lxml import etree
from xmlschema.validators.attributes import XsdAttributeGroup
from xmlschema.validators.exceptions import XMLSchemaValidationError
from xmlschema.validators.groups import XsdGroup

from raas_batch import codes
from raas_batch.findings import Finding, Findings, shape
from raas_batch.xml import schemas

Element = etree._Element
Reasons = dict[tuple[str, int], list[str]]

_ATTRIBUTE = re.compile(r"attribute '([^']+)'")
_INDEX = re.compile(r"\[\d+\]")
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

_STRUCTURE: dict[Any, str] = {XsdGroup: codes.ELEMENT_NOT_EXPECTED, XsdAttributeGroup: codes.ATTRIBUTE_NOT_EXPECTED}


def explain(root: Element, schema: str, first: int, findings: Findings) -> None:
    """Add what libxml2 just refused in this part of a file to the findings.

    ``first`` is the position in the file of the part's first record, from 0. Every part repeats the header, so a
    problem outside the records is told once.
    """
    reasons: Reasons | None = None
    for entry in _entries(schema):
        in_record = _record_of(_element(root, entry), root) is not None
        if not findings.has_room:
            findings.total += in_record or first == 0
            continue
        reasons = _reasons(root, schema) if reasons is None else reasons
        finding = _finding(root, schema, entry, first, reasons)
        if in_record or finding not in findings.listed:
            findings.add(finding)


def _entries(schema: str) -> Iterator[etree._LogEntry]:
    """libxml2's complaints, one per place and kind."""
    seen = set()
    for entry in schemas.judging(schema).error_log:
        place = (entry.line, entry.path, _CODES.get(entry.type), _ATTRIBUTE.findall(entry.message))
        if repr(place) not in seen:
            seen.add(repr(place))
            yield entry


def _finding(root: Element, schema: str, entry: etree._LogEntry, first: int, reasons: Reasons) -> Finding:
    code = _CODES.get(entry.type, codes.VALUE_NOT_OF_TYPE)
    element = _element(root, entry)
    if code in (codes.ELEMENT_NOT_EXPECTED, codes.ATTRIBUTE_NOT_EXPECTED):
        known = reasons.get((code, entry.line), [])
        text = known.pop(0) if known else f"{_name(element)}: its content is not what the schema expects"
    else:
        text = _about_value(element, schema, _ATTRIBUTE.search(entry.message))
    return Finding(code, text, entry.line or None, _path(element, first))


def _about_value(element: Element, schema: str, attribute: re.Match[str] | None) -> str:
    name = f"@{attribute[1]}" if attribute else _name(element)
    value = element.get(attribute[1], "") if attribute else element.text or ""
    found = f"has the form {shape(value)}" if value.strip() else "is empty"
    return f"{name} {found}; expected: {_documentation(element, schema, attribute)}"


def _documentation(element: Element, schema: str, attribute: re.Match[str] | None) -> str:
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


def _reasons(root: Element, schema: str) -> Reasons:
    """What xmlschema says of structure, by code and line; it reads only the records that libxml2 refused."""
    reasons: Reasons = {}
    refused: Any = _only_refused(root, schema)  # xmlschema takes lxml's elements, its annotations do not say so
    for error in schemas.explaining(schema).iter_errors(refused):
        code = _STRUCTURE.get(type(error.validator))
        if code is not None:  # the reason of a wrong value may quote it
            reasons.setdefault((code, _line(error)), []).append(str(error.reason).rstrip("."))
    return reasons


def _only_refused(root: Element, schema: str) -> Element:
    refused = {
        record.sourceline
        for entry in schemas.judging(schema).error_log
        if (record := _record_of(_element(root, entry), root)) is not None
    }
    small = deepcopy(root)
    container = max(small, key=len, default=small)
    for record in [record for record in container if record.sourceline not in refused]:
        container.remove(record)
    return small


def _line(error: XMLSchemaValidationError) -> int:
    child: Any = getattr(error, "invalid_child", None)
    element: Any = error.elem if child is None else child
    return int(element.sourceline or 0)


def _element(root: Element, entry: etree._LogEntry) -> Element:
    prefixes = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    found: Iterable[Element] = root.xpath(entry.path, namespaces=prefixes) if entry.path else [root]
    return next(iter(found), root)


def _record_of(element: Element, root: Element) -> Element | None:
    """The record in which the element is: the third level of the document."""
    steps = [element, *element.iterancestors()]
    return steps[-3] if len(steps) >= 3 and len(steps[-2]) and steps[-1] is root else None


def _path(element: Element, first: int) -> str:
    """The element's XPath in the whole file: records are counted over the file, whatever their name."""
    steps = [element, *element.iterancestors()][::-1]
    names = [_name(step) for step in steps]
    if len(steps) > 2:
        names[2] = f"*[{first + 1 + list(steps[1].iterchildren(etree.Element)).index(steps[2])}]"
    return "/*/" + "/".join(names[1:]) if len(names) > 1 else "/*"


def _name(element: Element) -> str:
    return etree.QName(element).localname
