"""Rates of duty side by side."""
