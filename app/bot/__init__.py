"""The bot's conversation: updates from Telegram in, answers to be sent out."""
