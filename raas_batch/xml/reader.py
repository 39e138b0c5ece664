"""Streams a file through libxml2 and its schema once, in flat memory: the only reader of received files.

Most records never get there: a pattern reads what is spelled as usual (``spelling``). For the rest the parser builds
the tree; after every block the records that are complete are moved into a small document of their own (root, header,
container), which the schema judges as a whole. So libxml2 tells true line numbers, the cost of an error is bounded by
the block, and what was judged is dropped. Three ways of lxml that look simpler are not safe: ``iterparse(schema=)``
tells line 0, a parser with ``target=`` and ``schema=`` accepts in silence, and a whole document with many errors takes
minutes.
"""

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field
from itertools import chain
from typing import IO, NamedTuple

from lxml import etree

from raas_batch import codes
from raas_batch.findings import Finding, Findings
from raas_batch.xml import gate, parsing, schemas
from raas_batch.xml.explain import explain, shown
from raas_batch.xml.gate import Refused
from raas_batch.xml.part import Element, Part
from raas_batch.xml.spelling import Columns, Spelling

TOGETHER = 1000
"""Records judged together: libxml2's cost of telling where an error is grows with their number."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a flow's document is built: its schema's name, namespaced root, container, and the names of its records.

    ``then`` are further containers, each with the name of what it holds; the first of them must be there.
    """

    schema: str
    root: str
    container: str
    records: frozenset[str]
    then: tuple[tuple[str, str], ...] = ()
    spelling: Spelling | None = None
    """How its records are mostly written; none: every file goes through the parser."""
    takes_instructions: bool = True
    """Whether processing instructions are passed over; else the file is refused, for it would lose them."""

    @property
    def containers(self) -> dict[str, frozenset[str]]:
        """The names of what each container holds, in the order of the document."""
        following = {name: frozenset({held}) for name, held in self.then}
        return {self.container: self.records, **following}


@dataclass(frozen=True, slots=True)
class Batch:
    """Valid records of one container in file order, under their root with its header.

    ``first`` is the position of the first one in its container, from 0. They are elements, or what the pattern of the
    flow's spelling found of them.
    """

    first: int
    root: Element
    records: list[Element]
    following: int
    """How many records of the first container were read: how many the file has, once this is the last batch."""
    is_last: bool
    spelled: Columns = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.records) + (len(self.spelled[0]) if self.spelled else 0)


class _Read(NamedTuple):
    """What was read of a document and not by the parser: its header, so many lines, so many records."""

    header: bytes
    lines: int
    records: int


_NOTHING = _Read(b"", 0, 0)


def batches(stream: IO[bytes], shape: Shape, findings: Findings) -> Iterator[Batch]:
    """Yield the file block by block, without records where one is not valid; what is wrong goes to ``findings``.

    A file with findings is refused as a whole: what was yielded before must then be thrown away.
    """
    try:
        blocks = gate.blocks(stream)
        if shape.spelling is not None and shape.spelling.is_known:
            yield from _spelled(blocks, shape, shape.spelling, findings)
        else:
            yield from _parsed(blocks, shape, findings)
    except Refused as refused:
        findings.add(refused.finding)


def _spelled(blocks: Iterator[bytes], shape: Shape, spelling: Spelling, findings: Findings) -> Iterator[Batch]:
    """By the pattern, chunk by chunk of whole records; a chunk that is spelled otherwise goes through the parser.

    From a chunk on that is not valid either, all is left to the parser: it tells what is wrong.
    """
    beginning = next(blocks, b"")
    begun = spelling.split(beginning)
    opened = begun and _valid(begun[0], begun[1], shape)
    if not begun or not opened:
        yield from _parsed(chain(filter(None, [beginning]), blocks), shape, findings)
        return
    header, closing, pending = begun
    root, lines, count = opened[0].root, 0, 0
    for block in chain([b""], blocks):
        pending += block
        cut = spelling.cut(pending)
        chunk = pending[:cut]
        columns = spelling.columns(chunk) if chunk else None
        parsed = [Batch(0, root, [], 0, False, columns)] if columns else _valid(header, chunk + closing, shape)
        if parsed is None or len(pending) - cut > parsing.LARGEST:
            break
        for batch in parsed:
            following = count + len(batch)
            yield Batch(count, root, batch.records, following, False, batch.spelled)
            count = following
        pending = pending[cut:]
        lines += gate.lines_in(chunk)
    else:
        if spelling.is_end(pending, closing):
            yield Batch(count, root, [], count, True)
            return
    yield from _parsed(chain([pending], blocks), shape, findings, _Read(header, lines, count))


def _valid(header: bytes, rest: bytes, shape: Shape) -> list[Batch] | None:
    """A small document as the parser reads it; None when anything is wrong with it."""
    findings = Findings(1)
    try:
        found = list(_parsed([rest], shape, findings, _Read(header, 0, 0)))
    except Refused:
        return None
    return None if findings else found


def _parsed(blocks: Iterable[bytes], shape: Shape, findings: Findings, before: _Read = _NOTHING) -> Iterator[Batch]:
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


def _documents(blocks: Iterable[bytes], shape: Shape, before: _Read) -> Iterator[tuple[Element, Element | None, bool]]:
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
