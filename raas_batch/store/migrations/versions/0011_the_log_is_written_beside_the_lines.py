"""The log is written beside the lines: a record of it counts once its file is applied.

Numbers ascend with the place of a row, so that ranges of blocks find one; the sequence that gives them gives none twice.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

OPERATION = """
create view operation as
select id, organisation, ssin, dossier_type, registers, start, stop, file_id, position, record_id
from operation_log
where exists (select from file where file.id = operation_log.file_id and operation_log.id > file.logged_after)"""


def upgrade() -> None:
    op.add_column("file", sa.Column("logged_after", sa.BigInteger(), nullable=True))
    op.execute("update file set logged_after = 0 where state in ('APPLIED', 'ANSWERED')")
    op.rename_table("operation", "operation_log")
    op.drop_constraint("pk_operation", "operation_log")
    op.execute("alter index ix_operation_key rename to ix_operation_log_key")
    op.create_index("ix_operation_log_id", "operation_log", ["id"], postgresql_using="brin")
    op.execute(OPERATION)
