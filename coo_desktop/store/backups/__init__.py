"""Backups that leave the profile: one encrypted file of store and evidence, how it differs from what is here."""
