"""Counts failed sign-ins by account and origin: nobody's make another wait. Those counted before are forgiven."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("sign_in_failures")
    op.create_table(
        "sign_in_failures",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("account", "origin")),
        *(_number(name) for name in ("failures", "streak", "blocked_until_s", "last_s")),
        *(sa.Column(name, sa.Text, nullable=False, server_default="") for name in ("since", "last_at")),
    )


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger, nullable=False, server_default="0")
