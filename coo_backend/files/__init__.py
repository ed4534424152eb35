"""Bytes of evidence: parts of uploads on their way, and whole files in the place that the settings name."""
