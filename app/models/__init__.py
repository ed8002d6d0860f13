"""Tables. Importing this package registers every table on the metadata."""

from app.models import sessions, signals, subscriptions, users

__all__ = ["sessions", "signals", "subscriptions", "users"]
