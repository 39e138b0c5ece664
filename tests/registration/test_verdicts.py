"""Every record of a registration file has a verdict: of the OK ones none is kept, so a lost one would be an OK."""

from making import (
    MUTUALITY,
    Event,
    Person,
    Record,
    send_population,
    send_registrations,
    send_replacements,
    ssin,
)
from reading import answer
from sqlalchemy import select

from raas_batch import codes
from raas_batch.registration import rules
from raas_batch.registration import stations as registration
from raas_batch.store.staging import is_repeated
from raas_batch.store.tables import file, staged_record

PLAIN, REPLACED, LAST, CANCELED, CANCELED_BY_LIST, UNKNOWN = map(ssin, range(6))
RECORDS = {
    Record(PLAIN, "2020-01-01"): codes.TREATMENT_SUCCESSFUL,
    Record(PLAIN, registers=False): codes.TREATMENT_SUCCESSFUL,
    Record(REPLACED, "2020-01-01"): codes.SSIN_REPLACED,
    Record(CANCELED, "2020-01-01"): codes.SSIN_CANCELED,
    Record(CANCELED_BY_LIST, "2020-01-01"): codes.SSIN_CANCELED,
    Record(UNKNOWN, "2020-01-01"): codes.SSIN_UNKNOWN,
    Record("80610100199", "2020-01-01"): codes.SSIN_CHECK_DIGITS,
    Record(PLAIN, "2020-01-01", "2019-01-01"): codes.PERIOD_RUNS_BACKWARD,
    Record(PLAIN, "2020-01-01", dossier_type="NONE"): codes.DOSSIER_TYPE_UNDEFINED,
    Record(PLAIN, "2020-01-01", dossier_type="FORMER"): codes.DOSSIER_TYPE_OUTSIDE_PERIOD,
    Record(PLAIN, "2020-01-02", record_id="A1"): codes.RECORD_ID_USED,
    Record(PLAIN, "2020-01-03", person=(("lastName", "Nobody"),)): codes.LAST_NAME_DIFFERS,
}


def test_whatever_is_known_of_a_record_it_has_one_code_and_its_answer_tells_that(partners, run, database):
    people = [Person(PLAIN), Person(REPLACED, replaced_by=LAST), Person(LAST), Person(CANCELED_BY_LIST)]
    send_population(partners, 1, [*people, Person(CANCELED, canceled=True)])
    run()
    send_replacements(partners, 1, [Event("canceled", "E1", ssin=CANCELED_BY_LIST)])
    run()
    name = send_registrations(partners, MUTUALITY, 1, list(RECORDS))
    ids = registration.admit([file_id for batch in registration.claim() for file_id in batch])
    with database.begin() as connection:
        row = connection.execute(select(file).where(file.c.id.in_(ids))).one()
        repeated = is_repeated(connection, staged_record, row)
        found = connection.execute(rules.verdicts(row.id, row.sender, repeated)).all()
    assert sorted((verdict.position, verdict.code) for verdict in found) == list(enumerate(RECORDS.values()))
    registration.answer(registration.apply(ids))
    told = answer(partners, MUTUALITY, "RSP", name)
    assert [verdict.code for verdict in told.verdicts] == list(RECORDS.values())
