"""Data groups of before there were mutations are brought into the shape in which they are now compared."""

from alembic.script import ScriptDirectory
from making import ssin
from sqlalchemy import Connection, insert, select, text

from raas_batch.store.migrate import configuration
from raas_batch.store.tables import person

ONE, MANY = {"countryCode": "150"}, [{"countryCode": "150"}, {"countryCode": "111"}]
BEFORE_AND_AFTER = [
    ({"nationalities": {"nationality": ONE}}, {"nationalities": {"nationality": [ONE]}}),
    ({"nationalities": {"nationality": MANY}}, {"nationalities": {"nationality": MANY}}),
    ({"address": "", "nationalities": {"nationality": ONE}}, {"nationalities": {"nationality": [ONE]}}),
    ({"address": "", "civilState": {"code": "20"}}, {"civilState": {"code": "20"}}),
    ({"address": {"street": "Rue Haute"}}, {"address": {"street": "Rue Haute"}}),
    ({}, {}),
]


def test_a_migration_brings_data_groups_into_one_shape(connection: Connection) -> None:
    for number, (before, _) in enumerate(BEFORE_AND_AFTER):
        known = {"register": "NR", "last_name": "Maes", "folded_last_name": "maes", "first_names": [],
                 "folded_first_names": [], "birth_date": "1980-01-01", "canceled": False, "file_id": 1}  # fmt: skip
        connection.execute(insert(person).values(ssin=ssin(number), data_groups=before, **known))
    migration = ScriptDirectory.from_config(configuration()).get_revision("0004")
    connection.execute(text(migration.module.ONE_SHAPE.format(table="person")))
    shapes = list(connection.scalars(select(person.c.data_groups).order_by(person.c.ssin)))
    assert shapes == [after for _, after in BEFORE_AND_AFTER]
