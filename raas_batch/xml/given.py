"""Reads a schema that somebody gives us, with the files it imports or includes: the only reader of foreign schemas.

It is kept by its bytes, so nothing of it may lie anywhere else: a location is the name of a file beside it.
"""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from lxml import etree

from raas_batch.errors import WrongUse
from raas_batch.xml import schemas
from raas_batch.xml.part import Element
from raas_batch.xml.schemas import Given

_XS = "{http://www.w3.org/2001/XMLSchema}"
_LINKS = (f"{_XS}import", f"{_XS}include", f"{_XS}redefine")


def read(path: Path) -> Given:
    """The schema in this file and all that it needs. Raises WrongUse when no document can be held against it."""
    from xmlschema import XMLSchemaException  # here, as in schemas.py: it takes its time

    folder, contents, wanted = path.parent, dict[str, bytes](), [path.name]
    while wanted:
        name = wanted.pop(0)
        if name not in contents:
            contents[name] = _content(folder / name)
            wanted += _locations(name, _parsed(name, contents[name]))
    given = Given(tuple(contents.items()))
    root = _parsed(path.name, contents[path.name])
    if not namespace(given) or root.find(f"{_XS}element") is None:
        raise WrongUse(f"{path.name} must have a targetNamespace and declare the element of a message")
    try:
        schemas.judging(given)
        schemas.explaining(given)
    except (etree.XMLSchemaParseError, XMLSchemaException) as error:
        raise WrongUse(
            f"{path.name} is no schema that a document can be held against: {str(error).splitlines()[0]}"
        ) from None
    return given


def namespace(given: Given) -> str:
    """The namespace of the schema's own elements; empty when it has none."""
    return _parsed(*given.files[0]).get("targetNamespace") or ""


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise WrongUse(f"{path.name} cannot be read ({error.strerror}); the schema needs it beside it") from None


def _parsed(name: str, content: bytes) -> Element:
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise WrongUse(f"{name} is not well-formed XML: {error}") from None
    if root.tag != f"{_XS}schema" or root.getroottree().docinfo.doctype:
        raise WrongUse(f"{name} is no XML schema: its root is not xsd:schema, or it has a document type")
    return root


def _locations(name: str, root: Element) -> Iterator[str]:
    for link in root.iterchildren(*_LINKS):
        location = link.get("schemaLocation")
        if location is None:
            continue
        if location != PurePosixPath(location).name or ":" in location or "\\" in location or location == "..":
            raise WrongUse(f"{name} refers to a schema that is not a file beside it; put it there and name it so")
        yield location
