"""Adds whether an office asks its companies for an undertaking and a way to collect; none did in its settings."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("office_settings", sa.Column("asks_at_sending", sa.BigInteger, nullable=False, server_default="0"))
