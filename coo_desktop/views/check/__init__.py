"""Checking whether a certificate is authentic."""
