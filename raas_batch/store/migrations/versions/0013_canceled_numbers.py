"""The numbers that a standing event cancels have an index of their own: each file asks for all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    standing = sa.text("kind = 'CANCELED' and revoked_in_file_id is null")
    op.create_index("ix_ssin_event_canceled", "ssin_event", ["ssin"], postgresql_where=standing)
