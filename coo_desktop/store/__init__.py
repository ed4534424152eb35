"""The disk: tables, one write transaction, reads, migrations."""
