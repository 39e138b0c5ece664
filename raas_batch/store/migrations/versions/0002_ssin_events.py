"""SSIN events, numbered in one order with the records of the operation log."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("create sequence log_number")
    op.execute("select setval('log_number', greatest((select max(id) from operation), 1))")
    op.execute("alter table operation alter column id drop identity")
    op.execute("alter table operation alter column id set default nextval('log_number')")
    op.create_table(
        "ssin_event",
        sa.Column("id", sa.BigInteger(), server_default=sa.text("nextval('log_number')"), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("event_date", sa.Date(), nullable=False),
        sa.Column("ssin", sa.BigInteger(), nullable=True),
        sa.Column("replaced_by", sa.BigInteger(), nullable=True),
        sa.Column("revoked_event_id", sa.Text(), nullable=True),
        sa.Column("file_id", sa.BigInteger(), nullable=False),
        sa.Column("revoked_in_file_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind in ('REPLACED','CANCELED','REVOKED')", name=op.f("ck_ssin_event_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ssin_event")),
        sa.UniqueConstraint("event_id", name=op.f("uq_ssin_event_event_id")),
    )
    op.create_index(op.f("ix_ssin_event_ssin"), "ssin_event", ["ssin"])
    op.create_index(op.f("ix_ssin_event_replaced_by"), "ssin_event", ["replaced_by"])
    op.create_index("ix_line_ssin", "line", ["ssin"])
    op.create_table(
        "staged_event",
        sa.Column("file_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("event_date", sa.Date(), nullable=False),
        sa.Column("ssin", sa.BigInteger(), nullable=True),
        sa.Column("replaced_by", sa.BigInteger(), nullable=True),
        sa.Column("revoked_event_id", sa.Text(), nullable=True),
        sa.Column("defect", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("file_id", "position", name=op.f("pk_staged_event")),
    )
