"""复核与放行 on the page of a document: how it stands, what can be done about it, and the notes at its fields."""
