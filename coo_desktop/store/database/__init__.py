"""The encrypted database: tables, connections, migrations, one write transaction, reads, search."""
