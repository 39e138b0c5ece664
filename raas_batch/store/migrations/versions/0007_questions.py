"""Questions of consultation files; and the log keeps the recordId, so that a line can be traced to its records."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("operation", sa.Column("record_id", sa.Text()))
    op.create_table(
        "staged_question",
        sa.Column("file_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("ssin", sa.BigInteger(), nullable=False),
        sa.Column("dossier_type", sa.Text(), nullable=True),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("stop", sa.Date(), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lineage", sa.Boolean(), nullable=False),
        sa.Column("defect", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("file_id", "position", name=op.f("pk_staged_question")),
    )
