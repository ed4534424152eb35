"""Spells the invoice numbers that certificates take as they are compared: in one width, in small letters."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_NO_CHARACTERS = frozenset({"Cc", "Cs", "Cn"})
_INVOICES = sa.table("invoices", sa.column("document"), sa.column("number"), sa.column("company"))


def upgrade() -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.select(_INVOICES)).all()
    spelled = {(row.document, key): row.company for row in rows if (key := _key(row.number))}
    if {(row.document, row.number) for row in rows} == set(spelled):
        return
    connection.execute(sa.delete(_INVOICES))
    kept = [{"document": document, "number": key, "company": spelled[document, key]} for document, key in spelled]
    if kept:
        connection.execute(sa.insert(_INVOICES), kept)


def _key(number: str) -> str:
    """The spelling of this version; a step that was released does not follow later ones."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", number).casefold())
    kept = (character if unicodedata.category(character) not in _NO_CHARACTERS else " " for character in plain)
    return "".join(kept)[:10_000].strip()
