"""The HTTP client: sessions, tokens, strict parsing, waiting after trouble."""
