"""Data groups in one shape: nationalities are a list, also when there is one; a group that holds nothing is absent."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ONE_SHAPE = """
update {table} set data_groups = jsonb_strip_nulls(
    data_groups || jsonb_build_object(
        'nationalities', case when jsonb_typeof(data_groups #> '{{nationalities,nationality}}') = 'object'
            then jsonb_build_object('nationality', jsonb_build_array(data_groups #> '{{nationalities,nationality}}'))
            else data_groups -> 'nationalities' end,
        'address', nullif(data_groups -> 'address', '""')))
where jsonb_typeof(data_groups #> '{{nationalities,nationality}}') = 'object' or data_groups -> 'address' = '""'
"""


def upgrade() -> None:
    for table in ("person", "staged_person"):
        op.execute(ONE_SHAPE.format(table=table))
