"""The page of one document and what accompanies it."""
