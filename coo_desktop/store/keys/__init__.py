"""The store's key: where it is kept, how a password wraps it, how files are encrypted with it."""
