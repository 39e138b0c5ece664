"""Reads a data group of a person as the value that ``raas_batch.data_groups`` describes: the only reader of one."""

from typing import Any

from lxml import etree

from raas_batch.data_groups import REPEATED
from raas_batch.xml.part import Element


def value(element: Element) -> dict[str, Any]:
    """The elements in this one by name, as texts or, where there is more in them, as values of their own."""
    content: dict[str, Any] = {"firstName": []} if element.tag == "name" else {}
    for child in element.iterchildren(etree.Element):
        name, of_child = str(child.tag), value(child) or " ".join((child.text or "").split())
        if name in REPEATED:
            content.setdefault(name, []).append(of_child)
        else:
            content[name] = of_child
    return content
