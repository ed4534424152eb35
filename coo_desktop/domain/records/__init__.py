"""Reference records in the documents that use them, and tables of records."""
