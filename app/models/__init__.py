"""Tables. Importing this package registers every table on the metadata."""

from app.models import approvals, bus, market, notifications, processes, sessions, signals, subscriptions, users

__all__ = ["approvals", "bus", "market", "notifications", "processes", "sessions", "signals", "subscriptions", "users"]
