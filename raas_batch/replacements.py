"""Follows replaced SSINs to the last one: the only module that knows what a chain and a circle are."""

from collections.abc import Mapping


def last_ssins(replacements: Mapping[str, str]) -> dict[str, str | None]:
    """For every replaced SSIN the one at the end of its chain; None when the chain leads into a circle.

    Every chain is walked once: the cost is that of the replacements, however long the chains are.

    >>> last_ssins({"a": "b", "b": "c"})
    {'a': 'c', 'b': 'c'}
    >>> last_ssins({"a": "b", "b": "a", "x": "a"})
    {'a': None, 'b': None, 'x': None}
    """
    last: dict[str, str | None] = {}
    for old in replacements:
        walked: dict[str, None] = {}
        at = old
        while at in replacements and at not in last and at not in walked:
            walked[at] = None
            at = replacements[at]
        end = None if at in walked else last.get(at, at)
        last.update(dict.fromkeys(walked, end))
    return {old: last[old] for old in replacements}
