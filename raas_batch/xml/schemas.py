"""The schemas that documents are held against, compiled once per process: lxml's to judge, xmlschema's to explain.

Those of ``xsd/v1`` go by their name; one that was given to us by its files, for the payload of network messages.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    import xmlschema

FOLDER = Path(__file__).parents[2] / "xsd" / "v1"


@dataclass(frozen=True, slots=True)
class Given:
    """A schema as (name, content) of its files: the first one, then all that it imports or includes, by these names."""

    files: tuple[tuple[str, bytes], ...]


Schema = str | Given


@cache
def judging(schema: Schema) -> etree.XMLSchema:
    """The schema as libxml2 compiles it: fast, decides."""
    with _located(schema) as paths:
        return etree.XMLSchema(etree.parse(paths[0]))


@cache
def fingerprint(schema: Schema) -> str:
    """The SHA-256 of what its files demand, one after the other: what they say to people plays no part."""
    with _located(schema) as paths:
        trees = [etree.parse(path, etree.XMLParser(remove_comments=True, remove_blank_text=True)) for path in paths]
    for tree in trees:
        etree.strip_elements(tree, "{http://www.w3.org/2001/XMLSchema}annotation", with_tail=False)
    return hashlib.sha256(b"".join(etree.tostring(tree, method="c14n2") for tree in trees)).hexdigest()


@cache
def names(schema: Schema) -> frozenset[str]:
    """Every name that the schema gives: of elements, attributes and types."""
    with _located(schema) as paths:
        trees = [etree.parse(path) for path in paths]
    return frozenset(str(given) for tree in trees for given in tree.xpath("//@name"))


@cache
def explaining(schema: Schema) -> "xmlschema.XMLSchema10":
    """The schema as xmlschema compiles it: slow, knows what was expected."""
    import xmlschema  # takes longer than all of a small file, and only what is refused needs it

    with _located(schema) as paths:
        return xmlschema.XMLSchema10(paths[0])


@contextmanager
def _located(schema: Schema) -> Iterator[list[Path]]:
    """Where the files of a schema lie, the first one first: both compilers find the others beside it."""
    if isinstance(schema, str):
        yield [FOLDER / f"{schema}.xsd", FOLDER / "common.xsd"]
        return
    with TemporaryDirectory(prefix="raas-schema-") as folder:
        paths = [Path(folder) / name for name, _ in schema.files]
        for path, (_, content) in zip(paths, schema.files, strict=True):
            path.write_bytes(content)
        yield paths
