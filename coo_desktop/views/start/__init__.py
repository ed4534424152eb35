"""The page to begin on: what needs attention."""
