"""Launch data and what makes it in development."""
