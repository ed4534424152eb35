"""Editors: one per kind of field, tables of rows, and the layout of a form."""
