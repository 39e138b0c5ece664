"""Reads a file by libxml2 and its schema, once, in flat memory: all of it, or what the pattern left.

The parser builds the tree; after every block the records that are complete are moved into a small document of their own
(root, header, container), which the schema judges as a whole. So libxml2 tells true line numbers, the cost of an error
is bounded by the block, and what was judged is dropped. Three ways of lxml that look simpler are not safe:
``iterparse(schema=)`` tells line 0, a parser with ``target=`` and ``schema=`` accepts in silence, and a whole document
with many errors takes minutes.
"""

from collections.abc import Iterable, Iterator
from copy import copy
from typing import NamedTuple

from lxml import etree

from raas_batch import codes
from raas_batch.findings import Finding, Findings
from raas_batch.xml import parsing, schemas
from raas_batch.xml.explain import explain, shown
from raas_batch.xml.gate import Refused
from raas_batch.xml.part import Element, Part
from raas_batch.xml.shape import Batch, Shape

TOGETHER = 1000
"""Records judged together: libxml2's cost of telling where an error is grows with their number."""


class Read(NamedTuple):
    """What was read of a document and not by the parser: its header, so many lines, so many records."""

    header: bytes
    lines: int
    records: int


NOTHING = Read(b"", 0, 0)


def batches(blocks: Iterable[bytes], shape: Shape, findings: Findings, before: Read = NOTHING) -> Iterator[Batch]:
    """Through parser and schema, all of it or what follows ``before``."""
    read = dict.fromkeys(shape.containers, 0) | {shape.container: before.records}
    for root, container, is_last in _documents(blocks, shape, before):
        if not shape.takes_instructions:
            _refuse_instruction(root)
        name = shape.container if container is None else str(container.tag)
        children = list(container.iterchildren(etree.Element)) if container is not None else []
        position = read[name]
        read[name] += len(children)
        part = Part(root, name, dict(zip(children, range(position, read[name]), strict=True)))
        records = _without_strangers(part, children, shape, findings)
        if not schemas.judging(shape.schema).validate(root):
            explain(part, shape.schema, findings)
            records = []
        yield Batch(position, root, records, read[shape.container], is_last)


def _refuse_instruction(root: Element) -> None:
    found = next(root.iter(etree.PI), None)
    if found is not None:
        text = "a processing instruction stands where none is expected"
        raise Refused(Finding(codes.ELEMENT_NOT_EXPECTED, text, found.sourceline))


def _without_strangers(part: Part, children: list[Element], shape: Shape, findings: Findings) -> list[Element]:
    """Refuse and remove what is no record: libxml2 would pass over all that follows it in the part."""
    records = []
    for child in children:
        names = shape.containers[str(child.getparent().tag)]  # type: ignore[union-attr]  # its parent is the container
        if child.tag in names:
            records.append(child)
            continue
        name, expected = shown(etree.QName(child).localname, shape.schema), " or ".join(sorted(names))
        text = f"an element {name} stands where {expected} is expected"
        findings.add(Finding(codes.ELEMENT_NOT_EXPECTED, text, child.sourceline, "/".join(part.path(child))))
        child.getparent().remove(child)  # type: ignore[union-attr]  # its parent is the container
    return records


def _documents(blocks: Iterable[bytes], shape: Shape, before: Read) -> Iterator[tuple[Element, Element | None, bool]]:
    """Yield root and container of small documents that together are the file, and whether it is its end."""
    parser = parsing.new(shape.root, shape.takes_instructions)
    since_record = 0
    root: Element | None = None
    parsing.pass_over(parser, before.header, before.lines)
    for block in blocks:
        if root is None and not before.header:
            parsing.check_root(block, shape.root, shape.schema)
        parsing.feed(parser, block)
        root = next((element for _, element in parser.read_events()), root)
        containers = _containers(root, shape)
        since_record += len(block)
        for container in containers:
            complete = container[:-1] if container is containers[-1] else container[:]
            since_record = 0 if complete else since_record
            for at in range(0, len(complete), TOGETHER):
                yield *_part(container, complete[at : at + TOGETHER], shape), False
        if since_record > parsing.LARGEST:
            text = f"{since_record} bytes passed without a record coming to its end, at most {parsing.LARGEST} may"
            raise Refused(Finding(codes.ELEMENT_TOO_LARGE, text))
    root = parsing.close(parser)
    yield root, next(reversed(_containers(root, shape)), None), True


def _containers(root: Element | None, shape: Shape) -> list[Element]:
    """Those that have begun, in the order of the document."""
    found = [] if root is None else [root.find(name) for name in shape.containers]
    return [container for container in found if container is not None]


def _part(container: Element, complete: list[Element], shape: Shape) -> tuple[Element, Element]:
    """Move complete records into a document of their own, with the same root and header."""
    root = container.getparent()
    assert root is not None, "the container is below the root"
    part = etree.Element(root.tag, root.attrib, root.nsmap)
    part.text = root.text
    for before in container.itersiblings(preceding=True):
        part.insert(0, copy(before))
    inner = etree.SubElement(part, container.tag, container.attrib, container.nsmap)
    inner.text = container.text
    inner.extend(complete)
    if shape.then and container.tag == shape.container:
        etree.SubElement(part, shape.then[0][0])
    return part, inner
