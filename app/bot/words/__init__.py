"""The words of the conversation in both languages. A text is a field: one that a language lacks does not type-check."""
