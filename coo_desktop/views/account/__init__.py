"""Signing in, a forgotten password, and the end of an account."""
