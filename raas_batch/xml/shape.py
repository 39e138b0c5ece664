"""How the document of a flow is built, and the pieces of one that was read."""

from dataclasses import dataclass, field

from raas_batch.xml.part import Element
from raas_batch.xml.spelling import Columns, Spelling


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
