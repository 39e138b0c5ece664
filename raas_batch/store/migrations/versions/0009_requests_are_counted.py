"""How many searches, creations and updates each PER file held: once it is applied, only its archived bytes tell.

Of files that were applied before, what was created and what was changed is known; all else is counted as a search.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BEFORE = """
insert into asked_file
with own as (select id, read from file where flow = 'PER' and environment <> 'S' and state in ('APPLIED', 'ANSWERED')),
known as (
    select file_id, 'create' as kind, count(*) as requests from cbss_number join own on own.id = file_id group by file_id
    union all
    select file_id, 'update', count(*) from mutation_event join own on own.id = file_id group by file_id
),
others as (
    select id, 'search', read - coalesce((select sum(requests) from known where file_id = id), 0) from own
)
select * from known union all select * from others
"""


def upgrade() -> None:
    op.create_table(
        "asked_file",
        sa.Column("file_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("requests", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind in ('search','create','update')", name=op.f("ck_asked_file_kind")),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_asked_file_file_id")),
        sa.PrimaryKeyConstraint("file_id", "kind", name=op.f("pk_asked_file")),
    )
    op.execute(BEFORE)
