"""Doorkeepers: who are you, may you, and what you get to work with."""
