"""States, errors, notices and packs in the screen's words."""
