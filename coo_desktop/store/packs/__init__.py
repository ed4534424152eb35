"""Reference packs on the disk: building them from published tables, checking, installing and reading them."""
