"""Accounts: signing in, passwords forgotten, signatories, the end of an account."""
