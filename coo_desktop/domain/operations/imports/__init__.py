"""What a user brings in from files: reference data, products, past certificates."""
