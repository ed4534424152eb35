"""Adds the limits that several workers share; what was counted in the memory of one until now is forgiven."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "buckets",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("full_at_s", sa.Double, nullable=False),
        sa.Index("buckets_full_at", "full_at_s"),
    )
