"""Find anything: documents, pages and commands by what somebody types, in a popup over the window."""
