"""libxml2's parser as we set it up: fetches nothing, expands nothing, and tells in our words what it cannot parse."""

import re
from contextlib import suppress

from lxml import etree

from raas_batch import codes
from raas_batch.findings import Finding
from raas_batch.findings import shape as form
from raas_batch.xml.explain import shown
from raas_batch.xml.gate import Refused
from raas_batch.xml.part import Element
from raas_batch.xml.schemas import Schema

LARGEST = 1 << 20
"""Bytes that may pass without a record coming to its end."""

_OURS = re.compile(r"none|urn:raas:[a-z]{3,10}:v[0-9]{1,3}")


def pass_over(parser: etree.XMLPullParser, header: bytes, lines: int) -> None:
    """Show the parser a header, and let it count lines that it does not see: comments of as many, which it drops."""
    if header:
        feed(parser, header)
    for passed in range(0, lines, LARGEST):
        feed(parser, b"<!--" + b"\n" * min(LARGEST, lines - passed) + b"-->")


def feed(parser: etree.XMLPullParser, block: bytes) -> None:
    """Parse on. An entity that nobody declared is an error without an exception: only the log tells it."""
    try:
        parser.feed(block)
    except etree.XMLSyntaxError as error:
        raise Refused(syntax_finding(error.code, error.lineno, parser.feed_error_log)) from None
    if errors := parser.feed_error_log.filter_from_errors():
        raise Refused(syntax_finding(errors[0].type, errors[0].line, errors))


def new(tag: str, drops_instructions: bool = True) -> etree.XMLPullParser:
    """A parser that fetches nothing, expands nothing and tells where elements of this name begin."""
    return etree.XMLPullParser(
        events=("start",),
        tag=tag,
        resolve_entities=False,
        no_network=True,
        remove_comments=True,  # else a comment inside a value cuts its text in two
        remove_pis=drops_instructions,
    )


def check_root(block: bytes, root_tag: str, schema: Schema) -> None:
    """Refuse another document at its first element, whatever its size."""
    probe = new("*")
    with suppress(etree.XMLSyntaxError):  # the real parser tells what is wrong
        probe.feed(block)
        probe.close()
    root = next((element for _, element in probe.read_events()), None)
    if root is not None and ":" in str(root.tag).rpartition("}")[2]:
        return  # a prefix that is not declared: the real parser tells
    if root is not None and root.tag != root_tag:
        found, expected = etree.QName(root), etree.QName(root_tag)
        name, namespace = shown(found.localname, schema), found.namespace or "none"
        namespace = namespace if _OURS.fullmatch(namespace) else form(namespace)
        text = f"the root element is {name} in namespace {namespace}, "
        text += f"expected {expected.localname} in namespace {expected.namespace}"
        raise Refused(Finding(codes.OTHER_ROOT, text, root.sourceline, "/*"))


def close(parser: etree.XMLPullParser) -> Element:
    """The end of the document: its root. Raises Refused when it is none."""
    try:
        return parser.close()
    except etree.XMLSyntaxError as error:
        raise Refused(syntax_finding(error.code, error.lineno, parser.feed_error_log)) from None


def syntax_finding(number: int, line: int | None, log: etree._ListErrorLog) -> Finding:
    """What libxml2 could not parse, by its error number: its texts differ per version and may quote the file.

    An exception raised at the end has no line; the parser's own log then has.
    """
    if not line and len(log):
        number, line = log[0].type, log[0].line
    code, text = _SYNTAX.get(number, (codes.NOT_WELL_FORMED, "found text that is not well-formed XML"))
    if number == etree.ErrorTypes.ERR_RESOURCE_LIMIT and not any("depth" in entry.message for entry in log):
        code, text = codes.ELEMENT_TOO_LARGE, "found a name or text that is too long"
    return Finding(code, f"{text} (libxml2 error {number})", line or None)


_SYNTAX: dict[int, tuple[str, str]] = {
    etree.ErrorTypes.ERR_RESOURCE_LIMIT: (codes.NESTED_TOO_DEEP, "elements are nested too deep"),
    etree.ErrorTypes.ERR_INVALID_ENCODING: (codes.NOT_UTF_8, "found bytes that are not UTF-8"),
    etree.ErrorTypes.ERR_UNDECLARED_ENTITY: (codes.DTD_DECLARED, "found a reference to an entity, expected none"),
    etree.ErrorTypes.WAR_UNDECLARED_ENTITY: (codes.DTD_DECLARED, "found a reference to an entity, expected none"),
    etree.ErrorTypes.ERR_TAG_NAME_MISMATCH: (codes.NOT_WELL_FORMED, "an end tag does not match its start tag"),
    etree.ErrorTypes.ERR_TAG_NOT_FINISHED: (codes.NOT_WELL_FORMED, "the file ends before its elements do"),
    etree.ErrorTypes.ERR_DOCUMENT_EMPTY: (codes.NOT_WELL_FORMED, "found no element"),
    etree.ErrorTypes.ERR_DOCUMENT_END: (codes.NOT_WELL_FORMED, "found text after the root element"),
}
