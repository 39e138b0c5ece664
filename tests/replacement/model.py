"""Random histories of records, replacements and revocations, and the dumbest register there is to compare with."""

from datetime import date, timedelta
from pathlib import Path

from hypothesis import strategies as st
from making import FUND, MUTUALITY, Event, Record, send_registrations, send_replacements, ssin

from raas_batch.ssin_events import Event as SsinEvent
from raas_batch.ssin_events import Kind, Known, judge

PEOPLE = [ssin(number) for number in range(5)]
DAY_ZERO = date(2024, 1, 1)


def day(offset: int) -> str:
    return (DAY_ZERO + timedelta(offset)).isoformat()


people = st.sampled_from(PEOPLE)
asked = st.tuples(people, st.integers(0, 12), st.integers(0, 6), st.booleans())
replaced = st.tuples(st.just("replaced"), people, people)
canceled = st.tuples(st.just("canceled"), people, people)
revoked = st.tuples(st.just("revoked"), st.integers(1, 12), people)
steps = st.one_of(
    st.tuples(st.just("REG"), st.sampled_from([MUTUALITY, FUND]), st.lists(asked, min_size=1, max_size=6)),
    st.tuples(st.just("RPL"), st.just(""), st.lists(st.one_of(replaced, replaced, canceled, revoked), max_size=4)),
)


class Model:
    """Remembers what was accepted, and folds it anew whenever asked: nothing is ever moved."""

    def __init__(self) -> None:
        self.known = Known(named_again={f"E{number}" for number in range(1, 100)})
        self.accepted: list[tuple[object, ...]] = []
        self.number = 0

    def register(self, organisation: str, records: list[tuple[str, int, int, bool]], sequence: int) -> None:
        """The last of an accepted step says which record it was, as ``Record`` names it."""
        for place, (number, begin, length, registers) in enumerate(records, start=1):
            if not self.known.is_canceled(self.last(number)):
                step = (organisation, number, begin, begin + length + 1, registers)
                self.accepted.append((*step, f"{sequence}/A{place}"))

    def happen(self, events: list[Event]) -> None:
        for event in events:
            ours = SsinEvent(
                event.event_id,
                Kind(event.kind.upper()),
                event.ssin,
                event.replaced_by,
                event.revoked_event_id,
                "BIS",
                "BIS",
            )
            if judge(ours, self.known) != "MSG00000":
                continue
            if event.kind == "replaced":
                self.accepted.append(("replaced", event.event_id, event.ssin, event.replaced_by))
            if event.kind == "revoked":
                self.accepted = [step for step in self.accepted if step[:2] != ("replaced", event.revoked_event_id)]

    def last(self, number: str) -> str:
        while number in self.known.successor:
            number = self.known.successor[number]
        return number

    def lines(self) -> set[tuple[str, str, str, str]]:
        """(organisation, ssin, first day, day after the last), by the dumbest fold there is."""
        held: list[tuple[str, str, int, int]] = []
        successor: dict[str, str] = {}

        def last(number: str) -> str:
            while number in successor:
                number = successor[number]
            return number

        for step in self.accepted:
            if step[0] == "replaced":
                successor[str(step[2])] = str(step[3])
                moved = [each for each in held if each[1] == step[2]]
                held = [each for each in held if each[1] != step[2]]
                for organisation, _, start, stop in moved:
                    held = merged(held, (organisation, last(str(step[2])), start, stop))
                continue
            organisation, number, start, stop, registers, _ = step
            piece = (str(organisation), last(str(number)), int(str(start)), int(str(stop)))
            held = merged(held, piece) if registers else without(held, piece)
        return {(organisation, number, day(start), day(stop)) for organisation, number, start, stop in held}


Piece = tuple[str, str, int, int]


def merged(held: list[Piece], new: Piece) -> list[Piece]:
    start, stop, rest = new[2], new[3], []
    for each in held:
        if each[:2] == new[:2] and each[2] < new[3] and new[2] < each[3]:
            start, stop = min(start, each[2]), max(stop, each[3])
        else:
            rest.append(each)
    return [*rest, (*new[:2], start, stop)]


def without(held: list[Piece], gap: Piece) -> list[Piece]:
    left = [each for each in held if each[:2] != gap[:2]]
    for each in held:
        if each[:2] == gap[:2]:
            left += [(*gap[:2], each[2], min(each[3], gap[2]))] if each[2] < min(each[3], gap[2]) else []
            left += [(*gap[:2], max(each[2], gap[3]), each[3])] if max(each[2], gap[3]) < each[3] else []
    return left


def send(home: Path, model: Model, sequences: dict[str, int], step: tuple[str, str, list[tuple[object, ...]]]) -> None:
    """Drop one file, and tell the model what was in it."""
    flow, organisation, parts = step
    sender = organisation or flow
    sequences[sender] = sequences.get(sender, 0) + 1
    if flow == "REG":
        records = [
            Record(str(number), day(int(str(b))), day(int(str(b)) + int(str(n))), registers=bool(r))
            for number, b, n, r in parts
        ]
        send_registrations(home, organisation, sequences[sender], records)
        model.register(organisation, parts, sequences[sender])  # type: ignore[arg-type]  # as drawn
        return
    events = []
    for kind, first, second in parts:
        model.number += 1
        name = f"E{model.number}"
        if kind == "revoked":
            events.append(Event("revoked", name, revoked_event_id=f"E{first}"))
        else:
            events.append(
                Event(str(kind), name, ssin=str(first), replaced_by=str(second) if kind == "replaced" else None)
            )
    send_replacements(home, sequences[sender], events)
    model.happen(events)
