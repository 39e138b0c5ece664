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


def circular(stated: Mapping[str, str | None], known: Mapping[str, str]) -> set[str]:
    """The SSINs whose stated replacement (None: not replaced) cannot be believed beside what is known.

    A statement goes before what was known of its SSIN. One that is not believed leaves what was known standing, which
    may make another one circular: hence the rounds, each of which gives up at least one statement.

    >>> sorted(circular({"a": "c", "b": "a", "c": "a"}, {"a": "b"}))
    ['a', 'b', 'c']
    >>> circular({"a": None, "b": "a"}, {"a": "b"})
    set()
    """
    given_up: set[str] = set()
    while True:
        believed = {old: new for old, new in stated.items() if old not in given_up}
        edges = {old: new for old, new in {**known, **believed}.items() if new is not None}
        found = {old for old, last in last_ssins(edges).items() if last is None and believed.get(old) is not None}
        if not found:
            return given_up
        given_up |= found
