"""Candles, and the clock by which they are seen."""
