"""Doors for browsers. A route is a sentence: who, what, one service call."""
