"""Keys what belongs to one company by it first, and lists the names that have to be the only ones among all companies.

Each table is copied aside, made anew and filled again: that goes the same way on SQLite and on PostgreSQL.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_LIVING = sa.text("stage NOT IN ('voided', 'deleted')")
_OPEN = sa.text("state = 'open'")
_CASE_TEXTS = (
    "office document number question country deadline state opened_at opened_by "
    "answer evidence answered_at answered_by result closed_at"
)
_MOVE_TEXTS = "office_from office_to reason state asked_at asked_by decided_at decided_by answer"
#: Table -> the columns of its key, and the others.
_KEYS: dict[str, Sequence[str]] = {
    "documents": ("company", "id"),
    "invoices": ("company", "document", "number"),
    "open_requests": ("company", "document"),
    "notice_reads": ("company", "account", "notice"),
    "uploads": ("company", "id"),
    "office_moves": ("company", "id"),
    "verification_cases": ("company", "id"),
    "questionnaire_answers": ("company", "questionnaire"),
}
#: How a row of a table that did not name its company finds it.
_COMPANY_OF = {
    "open_requests": "SELECT company FROM documents WHERE documents.id = moved.document",
    "notice_reads": "SELECT company FROM accounts WHERE accounts.account = moved.account",
}
_DIRECTORY = """
INSERT INTO directory (kind, name, company, document)
SELECT 'document', id, company, id FROM documents
UNION ALL SELECT 'number', number, company, id FROM documents WHERE number IS NOT NULL
UNION ALL SELECT 'print_number', print_number, company, id FROM documents WHERE print_number IS NOT NULL
"""


def upgrade() -> None:
    for name in _KEYS:
        op.execute(f"CREATE TABLE {name}_moved AS SELECT * FROM {name}")
    for name in reversed(_KEYS):
        op.drop_table(name)
    for name, key in _KEYS.items():
        columns = [*(sa.Column(part, sa.Text, primary_key=True) for part in key), *_others(name)]
        further = [_of_document()] if name == "invoices" else []
        op.create_table(name, *columns, *further)
        _fill(name, [column.name for column in columns])
    for name in _KEYS:
        op.drop_table(f"{name}_moved")
    _make_indexes()
    names = [sa.Column(part, sa.Text, primary_key=True) for part in ("kind", "name")]
    op.create_table("directory", *names, *_texts("company document"))
    op.execute(_DIRECTORY)


def _fill(name: str, columns: Sequence[str]) -> None:
    whose = f"COALESCE(({_COMPANY_OF[name]}), '')" if name in _COMPANY_OF else "company"
    taken = [whose if column == "company" else f'"{column}"' for column in columns]
    into = ", ".join(f'"{column}"' for column in columns)
    op.execute(f"INSERT INTO {name} ({into}) SELECT {', '.join(taken)} FROM {name}_moved AS moved")


def _others(name: str) -> "list[sa.Column[Any]]":
    """The columns beside the key."""
    match name:
        case "documents":
            open_ended = [sa.Column(part, sa.Text) for part in ("replaces", "number", "print_number")]
            return [
                *_texts("form family stage print_state office"),
                *_numbers("counter"),
                *_texts("rev"),
                *_numbers("feed_seq"),
                *_texts("body"),
                *open_ended,
                sa.Column("deleted_s", sa.BigInteger),
            ]
        case "uploads":
            return [*_texts("evidence sha256 mime name"), *_numbers("length received"), *_texts("created_at")]
        case "open_requests":
            return _texts("by kind")
        case "notice_reads":
            return _texts("at")
        case "office_moves":
            return _texts(_MOVE_TEXTS)
        case "verification_cases":
            return _texts(_CASE_TEXTS)
        case "questionnaire_answers":
            return _texts("given at by")
    return []


def _make_indexes() -> None:
    op.create_index("documents_feed", "documents", ["company", "feed_seq"])
    op.create_index("documents_waiting", "documents", ["office", "stage"])
    op.create_index("documents_id", "documents", ["id"])
    op.create_index("documents_number", "documents", ["company", "number"], unique=True)
    op.create_index("documents_print_number", "documents", ["company", "print_number"], unique=True)
    op.create_index(
        "documents_one_successor",
        "documents",
        ["company", "replaces"],
        unique=True,
        sqlite_where=_LIVING,
        postgresql_where=_LIVING,
    )
    op.create_index("invoices_number", "invoices", ["company", "number"])
    op.create_index(
        "office_moves_one_open", "office_moves", ["company"], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
    )
    op.create_index("office_moves_office", "office_moves", ["office_to", "state"])
    op.create_index("verification_cases_company", "verification_cases", ["company", "state", "deadline"])
    op.create_index("verification_cases_office", "verification_cases", ["office", "state"])


def _of_document() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(("company", "document"), ("documents.company", "documents.id"))


def _texts(names: str) -> "list[sa.Column[Any]]":
    return [sa.Column(name, sa.Text, nullable=False, server_default="") for name in names.split()]


def _numbers(names: str) -> "list[sa.Column[Any]]":
    return [sa.Column(name, sa.BigInteger, nullable=False, server_default="0") for name in names.split()]
