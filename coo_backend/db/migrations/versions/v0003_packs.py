"""Adds the reference packs that offices publish."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TEXTS = (
    *("name", "kind", "edition", "as_of", "rows", "sha256", "signature", "quality", "source", "licence"),
    *("published_at", "published_by", "withdrawn_at"),
)


def upgrade() -> None:
    op.create_table(
        "packs",
        sa.Column("office", sa.Text, primary_key=True),
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("size_bytes", sa.BigInteger, nullable=False, server_default="0"),
        *(sa.Column(name, sa.Text, nullable=False, server_default="") for name in _TEXTS),
    )
