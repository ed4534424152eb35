"""The page of reference packs."""
