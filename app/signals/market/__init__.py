"""Where prices come from, and when there are any."""
