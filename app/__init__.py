"""Forex Signals: one async FastAPI monolith."""
