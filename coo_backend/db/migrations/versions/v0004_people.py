"""Lets signatories be arranged and accounts end: phones, one administrator, proofs, codes, and orders to wipe."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ACTIVE_ADMIN = sa.text("role = 'admin' AND active AND ended = ''")
#: Until now nothing kept a company from having several: the one filed first stays it.
_ONE_ADMIN = """
UPDATE accounts SET role = 'clerk' WHERE role = 'admin' AND account NOT IN (
    SELECT min(other.account) FROM accounts other WHERE other.role = 'admin' GROUP BY other.company
)
"""


def upgrade() -> None:
    for name in ("phone", "ended", "ended_at"):
        op.add_column("accounts", _text(name))
    op.execute(_ONE_ADMIN)
    op.create_index(
        "accounts_one_admin",
        "accounts",
        ["company"],
        unique=True,
        sqlite_where=_ACTIVE_ADMIN,
        postgresql_where=_ACTIVE_ADMIN,
    )
    op.create_table("confirmations", _key("hash"), _text("account"), _text("purpose"), _number("expires_s"))
    op.create_table("resets", _key("id"), _text("account"), _text("code_hash"), _number("tries"), _number("expires_s"))
    names = ("account", "pseudonym", "device", "issued_at", "signature", "received_at")
    op.create_table("wipe_orders", _key("nonce"), *(_text(name) for name in names))
    op.create_index("wipe_orders_device", "wipe_orders", ["pseudonym", "device"])


def _key(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, primary_key=True)


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger, nullable=False, server_default="0")
