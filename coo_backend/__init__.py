"""The reference backend: the same domain package deciding behind an HTTP API."""
