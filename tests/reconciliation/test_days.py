"""Two lists agree when they have the same days, however these are divided into lines: the columns against sets."""

from hypothesis import given
from hypothesis import strategies as st

from raas_batch.comparison import compare, frame, stretches

spans = st.tuples(st.integers(0, 3), st.integers(1, 12), st.integers(1, 5)).map(lambda s: (s[0], s[1], s[1] + s[2]))
lines = st.lists(spans, max_size=12)


def as_frame(rows):
    return frame(dict(zip(("key", "start", "stop"), list(zip(*rows, strict=True)) or ([], [], []), strict=True)))


def days(rows):
    found = {}
    for key, start, stop in rows:
        found.setdefault(key, set()).update(range(start, stop))
    return found


@given(lines, lines)
def test_what_is_found_is_what_sets_of_days_say(listed, held):
    ours, theirs = days(held), days(listed)
    expected = [
        [key, key in theirs, key in ours, theirs.get(key) == ours.get(key)]
        for key in sorted(ours.keys() | theirs.keys())
    ]
    assert compare(as_frame(listed), as_frame(held)).reset_index().to_numpy().tolist() == expected


@given(lines)
def test_stretches_are_the_same_days_and_none_borders_on_another(held):
    made = [tuple(row) for row in stretches(as_frame(held)).to_numpy().tolist()]
    assert days(made) == days(held)
    ends = {(key, stop) for key, _, stop in made}
    assert sum(len(range(*row[1:])) for row in made) == sum(map(len, days(held).values()))
    assert [row for row in made if (row[0], row[1]) in ends] == []
