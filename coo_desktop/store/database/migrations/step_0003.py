"""Schema 3: notices of the issuing side and of the program."""

from alembic.operations import Operations

_STATEMENTS = (
    """CREATE TABLE notice (
        id TEXT NOT NULL, at TEXT NOT NULL, kind TEXT NOT NULL, document TEXT NOT NULL, "by" TEXT NOT NULL, local
        INTEGER NOT NULL, mark TEXT NOT NULL, text TEXT NOT NULL, facts TEXT NOT NULL, PRIMARY KEY (id)
    )""",
    "CREATE INDEX notice_at ON notice (at, id)",
    "CREATE INDEX notice_mark ON notice (mark, at, id)",
)


def upgrade(operations: Operations) -> None:
    """Adds the table; no document is touched."""
    for statement in _STATEMENTS:
        operations.execute(statement)
