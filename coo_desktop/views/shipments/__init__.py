"""Invoices and packing lists that come as files: dropped, opened, explained once, made into certificates."""
