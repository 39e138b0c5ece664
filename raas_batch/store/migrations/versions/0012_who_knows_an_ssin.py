"""Who knows an SSIN is kept apart: lines and log are found by organisation, whatever the others hold.

Takes as long as to sort the SSINs of the log and of the lines, and to index the log anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KNOWN_BY_NOW = """
insert into knows (ssin, organisation)
select ssin, organisation from line union select ssin, organisation from operation_log"""


def upgrade() -> None:
    op.create_table(
        "knows",
        sa.Column("ssin", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("organisation", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("ssin", "organisation", name=op.f("pk_knows")),
    )
    op.execute(KNOWN_BY_NOW)
    op.drop_index("ix_line_ssin", "line")
    op.drop_index("ix_operation_log_key", "operation_log")
    op.create_index("ix_operation_log_key", "operation_log", ["organisation", "ssin"])
