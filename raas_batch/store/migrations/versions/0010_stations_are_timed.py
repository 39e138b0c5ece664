"""How long the station took that brought a file into a state: of files that came before nobody knows."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("journal", sa.Column("seconds", sa.Float(), nullable=True))
