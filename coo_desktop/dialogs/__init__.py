"""Questions: each dialog answers with a value and writes nothing."""
