"""Schema 2: the versions of documents; what a document is when the step is made counts as its first."""

from alembic.operations import Operations

_STATEMENTS = (
    """CREATE TABLE version (
        document TEXT NOT NULL, number INTEGER NOT NULL, revision INTEGER NOT NULL, "by" TEXT NOT NULL, source
        TEXT NOT NULL, stage TEXT NOT NULL, print_state TEXT NOT NULL, began_at TEXT NOT NULL, at TEXT NOT
        NULL, before TEXT NOT NULL, PRIMARY KEY (document, number)
    )""",
    """INSERT INTO version
        SELECT id, 1, revision, author, CASE WHEN rev IS NULL THEN 'here' ELSE 'backend' END,
            stage, print_state, updated_at, updated_at, '{}' FROM document""",
)


def upgrade(operations: Operations) -> None:
    """Makes the table and starts the history of every document."""
    for statement in _STATEMENTS:
        operations.execute(statement)
