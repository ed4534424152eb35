"""Products and past certificates in and out by workbooks: a company's first day."""
