"""Tables. Importing this package registers every table on the metadata."""

from app.models import market, notifications, sessions, signals, subscriptions, users

__all__ = ["market", "notifications", "sessions", "signals", "subscriptions", "users"]
