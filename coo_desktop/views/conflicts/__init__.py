"""The page that settles what two people changed at one place of a document."""
