"""What the bot keeps: updates that it has heard, orders that wait for a button."""
