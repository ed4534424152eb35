"""What the program fills in: defaults, computed fields, offers beside a field, printing marks."""
