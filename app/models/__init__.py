"""Tables. Importing this package registers every table on the metadata."""

from app.models import market, sessions, signals, subscriptions, users

__all__ = ["market", "sessions", "signals", "subscriptions", "users"]
