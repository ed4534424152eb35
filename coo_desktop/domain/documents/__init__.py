"""The document: its frozen values, its life, its versions, its merging, and how its values are read."""
