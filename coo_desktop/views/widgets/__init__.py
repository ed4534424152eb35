"""Parts that every page is made of: style, tables, icons, badges."""
