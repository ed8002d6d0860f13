"""The bot's conversation."""
