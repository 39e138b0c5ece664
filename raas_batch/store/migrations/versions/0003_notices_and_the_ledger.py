"""Mutations, subscriptions, notices, daily files and the disclosure ledger."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ONLY_ADDED_TO = """
create function only_added_to() returns trigger language plpgsql as $$
begin
    raise exception 'the disclosure ledger is only added to: % of % refused', tg_op, tg_table_name;
end $$
"""


def upgrade() -> None:
    op.create_table(
        "ledger_item",
        sa.Column("entry", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ssin", sa.BigInteger(), nullable=False),
        sa.Column("told", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("entry", "position", name=op.f("pk_ledger_item")),
    )
    op.create_index(op.f("ix_ledger_item_ssin"), "ledger_item", ["ssin"], unique=False)
    op.create_table(
        "mutation_event",
        sa.Column("id", sa.BigInteger(), server_default=sa.text("nextval('log_number')"), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=True),
        sa.Column("event_date", sa.Date(), nullable=False),
        sa.Column("ssin", sa.BigInteger(), nullable=False),
        sa.Column("correction", sa.Boolean(), nullable=False),
        sa.Column("data_groups", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("file_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mutation_event")),
        sa.UniqueConstraint("event_id", name=op.f("uq_mutation_event_event_id")),
    )
    op.create_index(op.f("ix_mutation_event_file_id"), "mutation_event", ["file_id"], unique=False)
    op.create_index(op.f("ix_mutation_event_ssin"), "mutation_event", ["ssin"], unique=False)
    op.create_table(
        "staged_mutation",
        sa.Column("file_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("event_date", sa.Date(), nullable=False),
        sa.Column("ssin", sa.BigInteger(), nullable=False),
        sa.Column("correction", sa.Boolean(), nullable=False),
        sa.Column("data_groups", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("folded_last_name", sa.Text(), nullable=True),
        sa.Column("folded_first_names", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("defect", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("file_id", "position", name=op.f("pk_staged_mutation")),
    )
    op.create_table(
        "subscription",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("organisation", sa.BigInteger(), nullable=False),
        sa.Column("service", sa.String(length=3), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("stop", sa.Date(), nullable=False),
        sa.Column("dossier_types", postgresql.ARRAY(sa.Integer()), nullable=True),
        sa.Column("data_groups", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("blocked", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.CheckConstraint("service in ('NRP','NMU')", name=op.f("ck_subscription_service")),
        sa.CheckConstraint("start < stop", name=op.f("ck_subscription_runs_forward")),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.cbe_number"], name=op.f("fk_subscription_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
    )
    op.create_index("ix_subscription_organisation", "subscription", ["organisation", "service"], unique=False)
    op.create_table(
        "daily_file",
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("file_class", sa.Text(), nullable=False),
        sa.Column("upto", sa.BigInteger(), nullable=False),
        sa.Column("sent_file_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("file_class in ('NORMAL','BULK')", name=op.f("ck_daily_file_file_class")),
        sa.ForeignKeyConstraint(["sent_file_id"], ["sent_file.id"], name=op.f("fk_daily_file_sent_file_id")),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscription.id"], name=op.f("fk_daily_file_subscription_id")),
        sa.PrimaryKeyConstraint("subscription_id", "day", "file_class", name=op.f("pk_daily_file")),
        sa.UniqueConstraint("sent_file_id", name=op.f("uq_daily_file_sent_file_id")),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_file_id", sa.BigInteger(), nullable=False),
        sa.Column("receiver", sa.BigInteger(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("item_count", sa.BigInteger(), nullable=False),
        sa.Column("items_sha256", sa.String(length=64), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["sent_file_id"], ["sent_file.id"], name=op.f("fk_ledger_entry_sent_file_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("sent_file_id", name=op.f("uq_ledger_entry_sent_file_id")),
    )
    op.create_table(
        "notice",
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("file_id", sa.BigInteger(), nullable=False),
        sa.Column("dossiers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscription.id"], name=op.f("fk_notice_subscription_id")),
        sa.PrimaryKeyConstraint("subscription_id", "number", name=op.f("pk_notice")),
    )
    op.create_table(
        "subscription_journal",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("moment", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "what in ('ADDED','BLOCKED','UNBLOCKED','ENDED')", name=op.f("ck_subscription_journal_what")
        ),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscription.id"], name=op.f("fk_subscription_journal_subscription_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription_journal")),
    )
    op.create_index(
        op.f("ix_subscription_journal_subscription_id"), "subscription_journal", ["subscription_id"], unique=False
    )
    op.execute(_ONLY_ADDED_TO)
    for table in ("ledger_entry", "ledger_item"):
        op.execute(
            f"create trigger only_added_to before update or delete or truncate on {table} "
            "for each statement execute function only_added_to()"
        )
