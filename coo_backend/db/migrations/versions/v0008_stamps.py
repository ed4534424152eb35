"""Adds the pictures of seals and signatures, and what an office wants of its companies."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TEXTS = ("sha256", "mime", "width_mm", "changed_at", "changed_by")


def upgrade() -> None:
    op.create_table(
        "office_settings",
        sa.Column("office", sa.Text, primary_key=True),
        sa.Column("electronic_seals", sa.Text, nullable=False, server_default=""),
    )
    op.create_table(
        "company_stamps",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("company", "kind", "account")),
        sa.Column("content", sa.LargeBinary, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False, server_default="") for name in _TEXTS),
    )
