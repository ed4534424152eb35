"""What is asked of the office while a person waits: one module per counter of it."""
