"""Whatever is judged and warned of, the answer tells each record in its place, those that are plainly OK too."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select, text

from raas_batch import codes
from raas_batch.store import judged, verdicts
from raas_batch.store.tables import staged_record

FILE, RECORDS, TOGETHER = 7, 25_000, 10_000
REPLACED, REFUSED, WARNED, KEPT = range(4), range(9_998, 10_003), range(24_990, 25_000), range(12_000, 12_010)
LAST = "00610100144"
STAGED = """insert into staged_record (file_id, position, record_id, registers, ssin, dossier_type, start, stop)
    select file_id, number, file_id || '.' || number, true, 1, 'EMPLOYEE', '2020-01-01', '2021-01-01'
    from generate_series(0, :last) number, unnest(array[6, 7, 8]) file_id"""


def test_of_more_records_than_come_together_each_has_its_own_verdict(connection):
    connection.execute(text(STAGED), {"last": RECORDS - 1})
    kept = [(at, codes.SSIN_REPLACED, LAST) for at in REPLACED] + [(at, codes.SSIN_UNKNOWN, LAST) for at in REFUSED]
    judged.fill(connection, [*kept, *((at, codes.TREATMENT_SUCCESSFUL, None) for at in KEPT)])
    record = staged_record.c
    warned = select(record.position).where(record.file_id == FILE, record.position >= WARNED.start)
    judged.warn(connection, warned, codes.NOTHING_TO_UNREGISTER)
    found = list(verdicts.of_file(connection, staged_record, SimpleNamespace(id=FILE, record_count=RECORDS), TOGETHER))
    expected = dict.fromkeys(range(RECORDS), codes.TREATMENT_SUCCESSFUL)
    expected |= {at: code for at, code, _ in kept} | dict.fromkeys(WARNED, codes.NOTHING_TO_UNREGISTER)
    told = [each for some in found for each in zip(some.record_ids, some.codes, strict=True)]
    assert told == [(f"{FILE}.{at}", expected[at]) for at in range(RECORDS)]
    assert [some.applied_to for some in found] == [dict.fromkeys(REPLACED, LAST), {}, {}], "who is refused is not moved"


def test_a_record_that_lost_its_code_is_not_told_to_be_ok(connection):
    connection.execute(text(STAGED), {"last": 3})
    judged.fill(connection, [(1, None, None)])
    judged.warn(connection, select(judged.judged.c.position), codes.NOTHING_TO_UNREGISTER)
    with pytest.raises(AssertionError, match="not of one length"):
        list(verdicts.of_file(connection, staged_record, SimpleNamespace(id=FILE, record_count=4), TOGETHER))


def test_a_record_that_is_not_there_is_not_told(connection):
    connection.execute(text(STAGED), {"last": 3})
    judged.fill(connection, [])
    found = verdicts.of_file(connection, staged_record, SimpleNamespace(id=FILE, record_count=5), 4)
    assert [some.record_ids for some in found] == [[f"{FILE}.{at}" for at in range(4)], []]


def test_a_verdict_on_a_record_that_the_file_does_not_have_is_noticed(connection):
    connection.execute(text(STAGED), {"last": 3})
    judged.fill(connection, [(8, codes.SSIN_UNKNOWN, None)])
    with pytest.raises(AssertionError, match="does not have"):
        list(verdicts.of_file(connection, staged_record, SimpleNamespace(id=FILE, record_count=4), 4))
