"""News that travels between processes. A hint only: the database is the truth, and is read again on arrival."""
