"""The Harmonized System: codes, search, editions, and what became of outdated codes."""
