"""The operation log: accepted records alone, person by person, those of one person in the order in which they came."""

from making import MUTUALITY, Person, Record, send_population, send_registrations, ssin
from sqlalchemy import select

from raas_batch.store.tables import file, operation

FIRST, OLD, NEW, UNKNOWN = ssin(1), ssin(3), ssin(2), ssin(9)
PERIODS = [("2020-01-01", "2020-06-30"), ("2021-01-01", "2021-06-30"), ("2022-01-01", "2022-06-30")]


def test_records_of_a_replaced_number_are_among_those_of_the_number_that_replaced_it(partners, run, database):
    send_population(partners, 1, [Person(FIRST), Person(NEW), Person(OLD, replaced_by=NEW)])
    records = [Record(number, *period) for period in PERIODS for number in (OLD, UNKNOWN, FIRST, NEW)]
    send_registrations(partners, MUTUALITY, 1, records)
    run()
    of_this = select(operation.c.ssin, operation.c.position).join(file, file.c.id == operation.c.file_id)
    with database.connect() as connection:
        logged = connection.execute(of_this.order_by(operation.c.id)).all()
    places = [place for place, record in enumerate(records) if record.ssin == FIRST]
    moved = [place for place, record in enumerate(records) if record.ssin in (OLD, NEW)]
    assert [tuple(row) for row in logged] == [(records[place].ssin, place) for place in places + moved]
