"""Adds whether a company wants a second person to release what it sends; no company did before."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("companies", sa.Column("release_needed", sa.Boolean, nullable=False, server_default=sa.false()))
