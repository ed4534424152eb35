"""What a document holds, as data: form types, fields, kinds, code lists, questionnaires."""
