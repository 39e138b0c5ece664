"""The schemas of ``xsd/v1``, compiled once per process: lxml's to judge, xmlschema's to explain."""

from functools import cache
from pathlib import Path

import xmlschema
from lxml import etree

FOLDER = Path(__file__).parents[2] / "xsd" / "v1"


@cache
def judging(name: str) -> etree.XMLSchema:
    """The schema as libxml2 compiles it: fast, decides."""
    return etree.XMLSchema(etree.parse(FOLDER / f"{name}.xsd"))


@cache
def names(name: str) -> frozenset[str]:
    """Every name that the schema gives: of elements, attributes and types."""
    files = (etree.parse(FOLDER / f"{file}.xsd") for file in (name, "common"))
    return frozenset(str(given) for tree in files for given in tree.xpath("//@name"))


@cache
def explaining(name: str) -> xmlschema.XMLSchema10:
    """The schema as xmlschema compiles it: slow, knows what was expected."""
    return xmlschema.XMLSchema10(FOLDER / f"{name}.xsd")
