"""Digests of the lines, of those held already too; and lists to be reconciled."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OF_LINES_HELD = """
insert into line_digest (dossier_type, log_number, lines, sha256)
select dossier_type, (select last_value from log_number), count(*),
    lpad(to_hex(bit_xor(('x' || substr(hash, 1, 16))::bit(64)::bigint)), 16, '0')
    || lpad(to_hex(bit_xor(('x' || substr(hash, 17, 16))::bit(64)::bigint)), 16, '0')
    || lpad(to_hex(bit_xor(('x' || substr(hash, 33, 16))::bit(64)::bigint)), 16, '0')
    || lpad(to_hex(bit_xor(('x' || substr(hash, 49, 16))::bit(64)::bigint)), 16, '0')
from (
    select dossier_type, encode(sha256(convert_to(
        lpad(ssin::text, 11, '0') || ';' || to_char(start, 'YYYY-MM-DD') || ';'
            || case when stop = '9999-12-31' then '' else to_char(stop - 1, 'YYYY-MM-DD') end, 'UTF8')), 'hex') as hash
    from line
) hashed group by dossier_type
"""
"""As ``raas_batch.digests`` defines it: a test holds the two together."""


def upgrade() -> None:
    op.create_table(
        "line_digest",
        sa.Column("dossier_type", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("log_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lines", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("dossier_type", "log_number", name=op.f("pk_line_digest")),
    )
    op.create_table(
        "staged_list",
        sa.Column("file_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("complete_for", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("log_number", sa.BigInteger(), nullable=True),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_staged_list")),
    )
    op.execute(OF_LINES_HELD)
