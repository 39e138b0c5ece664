"""A part of a file as a document of its own: finds what libxml2's paths mean, and where that is in the whole file.

libxml2 counts a record among those of its name; asking for the n-th one by XPath costs n, so the records are listed
once per part.
"""

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import cached_property

from lxml import etree

Element = etree._Element

_STEP = r"/(?P<{0}>[^/\[]+)(?:\[(?P<{0}_index>\d+)\])?"
_RECORD = re.compile("/[^/]+" + _STEP.format("container") + _STEP.format("name") + r"(?P<rest>/.*)?")


class Part:
    """Root, name of the container (None: a document without records), each record's position in the file from 0."""

    def __init__(
        self, root: Element, container: str | None = None, places: Mapping[Element, int] | None = None
    ) -> None:
        self.root = root
        self.container = None if container is None else root.find(container)
        self._places = places or {}

    @property
    def is_first(self) -> bool:
        """Whether no record of the file comes before this part."""
        return min(self._places.values(), default=0) == 0

    def is_in_record(self, path: str | None) -> bool:
        """Whether the path is that of a record or of something in it."""
        return self._record_step(path) is not None

    def element(self, path: str | None) -> Element:
        """The element that the path means; the nearest one known when it has none that can be found."""
        step = self._record_step(path)
        start = self.root if step is None else self._record(step)
        below = (path or ".") if step is None else f".{step['rest']}" if step["rest"] else "."
        try:
            found = start.xpath(below, namespaces={p: uri for p, uri in start.nsmap.items() if p})
        except etree.XPathError:
            return start
        return next((element for element in found if isinstance(element, Element)), start)

    def path(self, element: Element) -> list[str]:
        """The steps of the element's XPath in the whole file: records are counted over it, whatever their name."""
        lineage = [element, *element.iterancestors()][::-1]
        steps = ["", "*", *(etree.QName(each).localname for each in lineage[1:])]
        if len(lineage) > 2 and lineage[1] is self.container:
            steps[3] = f"*[{1 + self._places[lineage[2]]}]"
        return steps

    def only_records_of(self, paths: Iterable[str]) -> Element:
        """A copy of the part without the records that none of the paths is in."""
        wanted = {self._record(step) for path in paths if (step := self._record_step(path))}
        small = deepcopy(self.root)
        container = None if self.container is None else small.find(str(self.container.tag))
        if container is not None:
            for record, copied in zip(self._records, list(container), strict=True):
                if record not in wanted:
                    container.remove(copied)
        return small

    def _record_step(self, path: str | None) -> re.Match[str] | None:
        step = _RECORD.match(path or "")
        is_record = step and self.container is not None and step["container"] == self.container.tag
        return step if is_record else None

    def _record(self, step: re.Match[str]) -> Element:
        named = self._by_name.get(step["name"], self._records)
        return named[min(int(step["name_index"] or 1), len(named)) - 1]

    @cached_property
    def _records(self) -> list[Element]:
        return [] if self.container is None else list(self.container.iterchildren(etree.Element))

    @cached_property
    def _by_name(self) -> dict[str, list[Element]]:
        named: dict[str, list[Element]] = {}
        for record in self._records:
            named.setdefault(str(record.tag), []).append(record)
        return named
