"""Documents become PDF bytes, without Qt."""
