"""Schema 1: the first store."""

from alembic.operations import Operations

_STATEMENTS = (
    """CREATE TABLE "conflict" (
        id TEXT NOT NULL, document TEXT NOT NULL, path TEXT NOT NULL, base TEXT NOT NULL, mine TEXT NOT
        NULL, theirs TEXT NOT NULL, theirs_by TEXT NOT NULL, resolved INTEGER NOT NULL, PRIMARY KEY (id)
    )""",
    'CREATE INDEX ix_conflict_document ON "conflict" (document)',
    """CREATE TABLE document (
        seq INTEGER NOT NULL, id TEXT NOT NULL, family TEXT NOT NULL, form TEXT NOT NULL, stage TEXT NOT
        NULL, print_state TEXT NOT NULL, delivery TEXT NOT NULL, title TEXT NOT NULL, number TEXT NOT NULL,
        hs_code TEXT NOT NULL, destination TEXT NOT NULL, partner TEXT NOT NULL, invoice TEXT NOT NULL,
        made_on TEXT NOT NULL, author TEXT NOT NULL, office TEXT NOT NULL, blocking INTEGER NOT NULL,
        conflicts INTEGER NOT NULL, needs_review INTEGER NOT NULL, deleted INTEGER NOT NULL, created_at TEXT
        NOT NULL, updated_at TEXT NOT NULL, revision INTEGER NOT NULL, rev TEXT, row_hash BLOB NOT NULL,
        search TEXT NOT NULL, links TEXT NOT NULL, facts TEXT NOT NULL, extra TEXT NOT NULL, "values" TEXT
        NOT NULL, base TEXT, PRIMARY KEY (seq), UNIQUE (id)
    )""",
    "CREATE INDEX document_rev ON document (id, rev)",
    "CREATE INDEX list_author ON document (family, deleted, author, id, stage, form, print_state)",
    "CREATE INDEX list_destination ON document (family, deleted, destination, id, stage, form, print_state, author)",
    "CREATE INDEX list_form ON document (family, deleted, form, id, stage, print_state, author)",
    "CREATE INDEX list_hs_code ON document (family, deleted, hs_code, id, stage, form, print_state, author)",
    "CREATE INDEX list_invoice ON document (family, deleted, invoice, id, stage, form, print_state, author)",
    "CREATE INDEX list_made_on ON document (family, deleted, made_on, id, stage, form, print_state, author)",
    "CREATE INDEX list_number ON document (family, deleted, number, id, stage, form, print_state, author)",
    "CREATE INDEX list_partner ON document (family, deleted, partner, id, stage, form, print_state, author)",
    "CREATE INDEX list_print_state ON document (family, deleted, print_state, id, stage, form, author)",
    "CREATE INDEX list_stage ON document (family, deleted, stage, id, form, print_state, author)",
    "CREATE INDEX list_title ON document (family, deleted, title, id, stage, form, print_state, author)",
    "CREATE INDEX list_updated_at ON document (family, deleted, updated_at, id, stage, form, print_state, author)",
    """CREATE TABLE edit (
        seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, revision INTEGER NOT NULL,
        path TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL, at TEXT NOT NULL
    )""",
    "CREATE INDEX edit_document ON edit (document, seq)",
    """CREATE TABLE evidence (
        id TEXT NOT NULL, sha256 TEXT NOT NULL, size_bytes INTEGER NOT NULL, mime TEXT NOT NULL, name TEXT
        NOT NULL, state TEXT NOT NULL, upload_url TEXT NOT NULL, upload_offset INTEGER NOT NULL, PRIMARY KEY
        (id)
    )""",
    "CREATE INDEX ix_evidence_sha256 ON evidence (sha256)",
    "CREATE INDEX ix_evidence_state ON evidence (state)",
    """CREATE TABLE invoice_use (
        invoice TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (invoice, document)
    )""",
    "CREATE INDEX ix_invoice_use_document ON invoice_use (document)",
    """CREATE TABLE meta (
        name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name)
    )""",
    """CREATE TABLE outbox (
        seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "key" TEXT NOT NULL, kind TEXT NOT NULL, document
        TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL, next_try_s REAL NOT NULL, "after"
        TEXT NOT NULL, base_rev TEXT, created_at TEXT NOT NULL, body TEXT NOT NULL, problem TEXT, UNIQUE
        ("key")
    )""",
    "CREATE INDEX ix_outbox_document ON outbox (document)",
    "CREATE INDEX outbox_state ON outbox (state, seq)",
    """CREATE TABLE setting (
        name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name)
    )""",
    # Without its text, which stands in document.search; the words come cut, so only spaces part them (see `search`).
    """CREATE VIRTUAL TABLE search USING fts5 (
        words, content='', contentless_delete=1, tokenize='ascii', prefix='1 2'
    )""",
)


def upgrade(operations: Operations) -> None:
    """Makes every table of an empty file."""
    for statement in _STATEMENTS:
        operations.execute(statement)
