"""What a company and its office ask of each other: moves, verifications, questionnaires."""
