"""Canonical XML of one element with all that it needs: the one form that means the same wherever it is put.

That is W3C's C14N 1.0 without comments, every namespace that is in scope declared on it, so that prefixes inside values
mean the same too. Put anywhere, its *exclusive* canonical form is that of the element where it stood.
"""

from lxml import etree

from raas_batch.xml.part import Element


def canonical(element: Element) -> str | None:
    """The element by itself; None when it has no canonical form, for a namespace in it is a relative URI.

    It is made a document first: of an element within another one, libxml2 takes default namespaces away that it has.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    alone = etree.fromstring(etree.tostring(element, encoding="UTF-8", with_tail=False), parser)
    try:
        return etree.tostring(alone, method="c14n", with_comments=False).decode()
    except etree.C14NError:
        return None
