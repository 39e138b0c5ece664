"""All codes together: the only module that looks one up."""

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType

from raas_batch.codes import (
    document,
    event,
    mutation,
    network,
    person,
    population,
    question,
    receiving,
    reconciliation,
    record,
    register,
    sender,
    source,
    update,
    voucher,
    waiting,
)
from raas_batch.codes.code import Code

_MODULES = (
    voucher,
    sender,
    waiting,
    receiving,
    document,
    record,
    source,
    register,
    population,
    event,
    mutation,
    question,
    person,
    update,
    network,
    reconciliation,
)

TABLE: tuple[Code, ...] = tuple(
    sorted((code for module in _MODULES for code in module.TABLE), key=lambda code: code.code)
)
"""Every line of the table, sorted by code; KSZ's own MSG codes come before ours."""

CODES: Mapping[str, Code] = MappingProxyType({code.code: code for code in TABLE})


class UnknownCode(LookupError):
    """A code that is not in the table; the message names those that look like it."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.near = get_close_matches(code.upper(), CODES, n=3, cutoff=0.8)
        advice = f"did you mean {', '.join(self.near)}?" if self.near else "docs/codes.md lists every code"
        super().__init__(f"there is no code {code!r}; {advice}")


def lookup(code: str) -> Code:
    """Return the line of the table for a code as it is written in the answers, such as ``RAAS0301``.

    Raises ``UnknownCode`` when the table does not hold it.
    """
    if code not in CODES:
        raise UnknownCode(code)
    return CODES[code]
