"""Notices: what the issuing side tells a company."""
