"""What is kept: the database, its tables and rows, the write transaction, the files beside it."""
