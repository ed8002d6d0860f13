"""A Telegram of our own for the tests: its Bot API, and the updates that it sends."""
