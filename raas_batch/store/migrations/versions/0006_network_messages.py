"""Services of the network, their schemas, their messages, and subscriptions to them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _services()
    _messages()
    op.add_column("subscription", sa.Column("network_service", sa.Text(), nullable=True))
    op.create_foreign_key(
        op.f("fk_subscription_network_service"), "subscription", "network_service", ["network_service"], ["code"]
    )
    op.drop_constraint(op.f("ck_subscription_service"), "subscription", type_="check")
    op.create_check_constraint(op.f("ck_subscription_service"), "subscription", "service in ('NRP','NMU','NNE')")
    op.create_check_constraint(
        op.f("ck_subscription_network_service"), "subscription", "(service = 'NNE') = (network_service is not null)"
    )


def _services() -> None:
    op.create_table(
        "network_service",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("sender", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["sender"], ["organisation.cbe_number"], name=op.f("fk_network_service_sender")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_network_service")),
    )
    op.create_table(
        "network_schema",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("network_service", sa.Text(), nullable=False),
        sa.Column("namespace", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "registered_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["network_service"], ["network_service.code"], name=op.f("fk_network_schema_network_service")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_schema")),
    )
    op.create_index(op.f("ix_network_schema_network_service"), "network_schema", ["network_service"], unique=False)
    op.create_table(
        "network_schema_file",
        sa.Column("schema_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["schema_id"], ["network_schema.id"], name=op.f("fk_network_schema_file_schema_id")),
        sa.PrimaryKeyConstraint("schema_id", "place", name=op.f("pk_network_schema_file")),
    )


def _messages() -> None:
    op.create_table(
        "network_message",
        sa.Column("id", sa.BigInteger(), server_default=sa.text("nextval('log_number')"), nullable=False),
        sa.Column("network_service", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("message_date", sa.Date(), nullable=False),
        sa.Column("ssin", sa.BigInteger(), nullable=False),
        sa.Column("replaced_by", sa.BigInteger(), nullable=True),
        sa.Column("schema_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_service"], ["network_service.code"], name=op.f("fk_network_message_network_service")
        ),
        sa.ForeignKeyConstraint(["schema_id"], ["network_schema.id"], name=op.f("fk_network_message_schema_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_message")),
        sa.UniqueConstraint("network_service", "message_id", name=op.f("uq_network_message_network_service")),
    )
    op.create_index(op.f("ix_network_message_file_id"), "network_message", ["file_id"], unique=False)
    op.create_table(
        "network_payload",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["network_message.id"], name=op.f("fk_network_payload_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_network_payload")),
    )
    op.create_table(
        "routed_file",
        sa.Column("file_id", sa.BigInteger(), nullable=False),
        sa.Column("network_service", sa.Text(), nullable=False),
        sa.Column("messages", sa.BigInteger(), nullable=False),
        sa.Column("not_routed", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_routed_file_file_id")),
        sa.ForeignKeyConstraint(
            ["network_service"], ["network_service.code"], name=op.f("fk_routed_file_network_service")
        ),
        sa.PrimaryKeyConstraint("file_id", "network_service", name=op.f("pk_routed_file")),
    )
    op.create_table(
        "staged_message",
        sa.Column("file_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("network_service", sa.Text(), nullable=False),
        sa.Column("message_date", sa.Date(), nullable=False),
        sa.Column("ssin", sa.BigInteger(), nullable=False),
        sa.Column("schema_id", sa.Integer(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("findings", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("defect", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("file_id", "position", name=op.f("pk_staged_message")),
    )
