"""Adds open requests, one per document, and the notices of the issuing side; what is open already is taken over."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_PRINT_REQUESTS = """
INSERT INTO open_requests (document, "by", kind)
SELECT id, id, print_state FROM documents
WHERE stage = 'approved' AND print_state IN ('reprint_requested', 'lost_requested')
"""
# The first version let an amendment be sent beside an open reprint: the older wish stays the open one.
_SUCCESSORS = """
INSERT INTO open_requests (document, "by", kind)
SELECT replaces, id, 'successor' FROM documents
WHERE replaces IS NOT NULL AND stage IN ('submitted', 'in_review', 'returned')
AND replaces NOT IN (SELECT document FROM open_requests)
"""


def upgrade() -> None:
    op.create_table("open_requests", _key("document"), *_texts("by kind"))
    op.create_table(
        "notices",
        _key("company"),
        _key("id"),
        sa.Column("number", sa.BigInteger, nullable=False, server_default="0"),
        *_texts("at kind document text by"),
    )
    op.create_index("notices_number", "notices", ["company", "number"], unique=True)
    op.create_table("notice_reads", _key("account"), _key("notice"), *_texts("at"))
    op.execute(_PRINT_REQUESTS)
    op.execute(_SUCCESSORS)


def _key(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, primary_key=True)


def _texts(names: str) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.Text, nullable=False, server_default="") for name in names.split()]
