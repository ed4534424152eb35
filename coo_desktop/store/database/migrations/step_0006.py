"""Schema 6: when the other side of a conflict was written, and what a person has decided of it so far."""

from alembic.operations import Operations

_STATEMENTS = (
    "ALTER TABLE conflict ADD COLUMN theirs_at TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE conflict ADD COLUMN decision TEXT NOT NULL DEFAULT 'null'",
)


def upgrade(operations: Operations) -> None:
    """Adds the columns; conflicts that were open before are undecided."""
    for statement in _STATEMENTS:
        operations.execute(statement)
