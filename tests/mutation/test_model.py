"""The mirror through real files against a model of a few dictionaries: it never changes without an event that tells."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from emptying import KEPT, empty
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import Event, Mutation, Person, send_mutations, send_population, send_replacements, ssin
from sqlalchemy import Engine, select
from thorough import SAME_EVERY_TIME, times

from raas_batch.store.tables import mutation_event, person

Groups = dict[str, Any]

PEOPLE = [ssin(number) for number in range(3)]
OLD, UNKNOWN = ssin(3), ssin(4)
"""The old number of the first person, and one that the mirror has not."""

BELGIAN, TWO = [{"countryCode": "150"}], [{"countryCode": "150"}, {"countryCode": "111"}]
CHOICES: dict[str, list[tuple[str, Groups]]] = {
    "name": [
        ("<lastName>Peeters</lastName><firstName>An</firstName>", {"lastName": "Peeters", "firstName": ["An"]}),
        ("<lastName>D'Haese</lastName>", {"lastName": "D'Haese", "firstName": []}),
        ("<lastName>Peeters</lastName><firstName>An</firstName><firstName>Zoé</firstName>",
         {"lastName": "Peeters", "firstName": ["An", "Zoé"]}),
    ],
    "birth": [(f"<birthDate>{day}</birthDate>", {"birthDate": day}) for day in ("1980-01-01", "1980-00-00")],
    "gender": [("", {}), ("<gender>F</gender>", {"gender": "F"}), ("<gender>X</gender>", {"gender": "X"})],
    "decease": [("", {}), ("<deceaseDate>2026-10-00</deceaseDate>", {"deceaseDate": "2026-10-00"})],
    "nationalities": [("", {}), *(
        ("".join(f"<nationality><countryCode>{each['countryCode']}</countryCode></nationality>" for each in countries),
         {"nationality": countries}) for countries in (BELGIAN, TWO)
    )],
    "civilState": [("", {}), ("<code>20</code>", {"code": "20"})],
    "address": [("", {}), ("<street>Rue Haute</street><boxNumber>2</boxNumber>",
                           {"street": "Rue Haute", "boxNumber": "2"})],
}  # fmt: skip

some = st.fixed_dictionaries({}, optional={group: st.sampled_from(range(len(CHOICES[group]))) for group in CHOICES})
whole = st.fixed_dictionaries({group: st.sampled_from(range(len(CHOICES[group]))) for group in CHOICES})
mutation = st.tuples(
    st.integers(1, 9), st.sampled_from([*PEOPLE, *PEOPLE, OLD, UNKNOWN]), st.sampled_from([None, False, True]), some
)
steps = st.one_of(
    st.tuples(st.just("MUT"), st.lists(mutation, max_size=6)),
    st.tuples(st.just("MUT"), st.lists(mutation, max_size=6)),
    st.tuples(st.just("POP"), st.dictionaries(st.sampled_from(PEOPLE), whole, max_size=3).map(lambda d: [*d.items()])),
)


def values(chosen: dict[str, int]) -> Groups:
    return {group: CHOICES[group][number][1] for group, number in chosen.items()}


def xml(chosen: dict[str, int]) -> str:
    return "".join(f"<{group}>{CHOICES[group][chosen[group]][0]}</{group}>" for group in CHOICES if group in chosen)


FIRST = dict.fromkeys(CHOICES, 0)


@dataclass
class Model:
    """Every person's groups, and what was kept of mutations: (event id, ssin, correction, groups)."""

    mirror: dict[str, Groups] = field(default_factory=lambda: {number: values(FIRST) for number in [*PEOPLE, OLD]})
    kept: list[tuple[str | None, str, bool, Groups]] = field(default_factory=list)

    def mutate(self, event_id: str, number: str, correction: bool, groups: Groups) -> None:
        number = PEOPLE[0] if number == OLD else number
        if groups and number in self.mirror and event_id not in {each[0] for each in self.kept}:
            self.mirror[number] |= groups
            self.kept.append((event_id, number, correction, groups))

    def refresh(self, number: str, groups: Groups) -> None:
        changed = {group: value for group, value in groups.items() if value != self.mirror[number][group]}
        self.mirror[number] = dict(groups)
        if changed:
            self.kept.append((None, number, False, changed))


def mirror(database: Engine) -> dict[str, Groups]:
    with database.connect() as connection:
        return {row.ssin: groups_of(row) for row in connection.execute(select(person))}


def groups_of(row: Any) -> Groups:
    assert {} not in row.data_groups.values()
    return {
        "name": {"lastName": row.last_name, "firstName": row.first_names},
        "birth": {"birthDate": row.birth_date},
        "gender": {"gender": row.gender} if row.gender else {},
        "decease": {"deceaseDate": row.decease_date} if row.decease_date else {},
    } | {group: row.data_groups.get(group, {}) for group in ("nationalities", "civilState", "address")}


def kept(database: Engine) -> list[tuple[str | None, str, bool, Groups]]:
    event = mutation_event.c
    columns = event.event_id, event.ssin, event.correction, event.data_groups
    with database.connect() as connection:
        return [tuple(row) for row in connection.execute(select(*columns).order_by(event.id))]


def send(home: Path, model: Model, sequences: dict[str, int], step: tuple[str, list[tuple[Any, ...]]]) -> None:
    """Drop one file, and tell the model what was in it."""
    flow, parts = step
    sequences[flow] += 1
    if flow == "MUT":
        changes = [Mutation(f"E{n}", number, xml(said), correction=wrong) for n, number, wrong, said in parts]
        send_mutations(home, sequences[flow], changes)
        for n, number, wrong, said in parts:
            model.mutate(f"E{n}", number, bool(wrong), values(said))
        return
    send_population(home, sequences[flow], [as_person(number, said) for number, said in parts])
    for number, said in parts:
        model.refresh(number, values(said))


def as_person(number: str, chosen: dict[str, int]) -> Person:
    said = values(chosen)
    together = {group: chosen[group] for group in ("nationalities", "civilState", "address")}
    return Person(
        number, said["name"]["lastName"], tuple(said["name"]["firstName"]), said["birth"]["birthDate"],
        said["gender"].get("gender"), decease_date=said["decease"].get("deceaseDate"), more=xml(together),
    )  # fmt: skip


@settings(
    max_examples=times(4), deadline=None, derandomize=SAME_EVERY_TIME, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(history=st.lists(steps, min_size=2, max_size=6))
def test_after_any_file_the_mirror_is_what_was_told_and_every_change_of_it_has_an_event(
    partners: Path, run: Callable[[], None], database: Engine, history: list[tuple[str, list[tuple[Any, ...]]]]
) -> None:
    with database.begin() as connection:
        empty(connection, but=KEPT)
    model, sequences = Model(), {"POP": 1, "MUT": 0}
    send_population(partners, 1, [as_person(number, FIRST) for number in [*PEOPLE, OLD]])
    run()
    assert kept(database) == []
    send_replacements(partners, 1, [Event("replaced", "R1", ssin=OLD, replaced_by=PEOPLE[0])])
    run()
    for step in history:
        before, known = mirror(database), len(kept(database))
        send(partners, model, sequences, step)
        run()
        after, events = mirror(database), kept(database)
        assert (after, events) == (model.mirror, model.kept)
        told = {(number, group) for _, number, _, groups in events[known:] for group in groups}
        assert {(n, group) for n in after for group in CHOICES if after[n][group] != before[n][group]} <= told
