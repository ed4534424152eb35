"""Screens: each reads frozen values, does an operation and hears what changed."""
