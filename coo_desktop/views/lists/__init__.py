"""Lists of documents: rows, filters, actions."""
