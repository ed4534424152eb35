"""Documents: storing, sending, deciding, the feed, the certificate check."""
