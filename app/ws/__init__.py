"""The door for live screens."""
