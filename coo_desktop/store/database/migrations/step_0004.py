"""Schema 4: which document is to take the place of which, and why a document has to be looked at before it is sent."""

from alembic.operations import Operations

_STATEMENTS = (
    "CREATE TABLE succession (document TEXT NOT NULL, original TEXT NOT NULL, PRIMARY KEY (document))",
    "CREATE INDEX ix_succession_original ON succession (original)",
    """INSERT INTO succession SELECT id, original FROM (
        SELECT id, coalesce(json_extract(links, '$.amends'), json_extract(links, '$.adjusts'),
            json_extract(links, '$.redeclares')) AS original
        FROM document WHERE json_valid(links)
    ) WHERE original <> ''""",
    "ALTER TABLE document ADD COLUMN review TEXT NOT NULL DEFAULT 'merged'",
)


def upgrade(operations: Operations) -> None:
    """Makes the table from the links of the documents; what had to be looked at before had been merged."""
    for statement in _STATEMENTS:
        operations.execute(statement)
