"""What comes from and goes to the office: cases, questionnaires, notices, the outbox."""
