"""Messages to people in Telegram: an outbox in the database, drained by any number of processes."""
