"""Reference records: their pages, tables in and out, duplicates, offers while typing."""
