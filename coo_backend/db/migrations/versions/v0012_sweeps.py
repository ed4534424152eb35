"""Adds what the daily sweep finds its rows by: stored answers by their age, refresh tokens by their session."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("intents_at", "intents", ["at"])
    op.create_index("refresh_tokens_family", "refresh_tokens", ["family"])
