"""What one unit writes of documents and the outbox, gathered and written in bulk."""
