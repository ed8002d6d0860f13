"""Tables. Importing this package registers every table on the metadata."""

from app.models import bus, market, notifications, processes, sessions, signals, subscriptions, users

__all__ = ["bus", "market", "notifications", "processes", "sessions", "signals", "subscriptions", "users"]
