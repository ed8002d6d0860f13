"""Messages in Telegram: what is told, to whom, when, how often."""
