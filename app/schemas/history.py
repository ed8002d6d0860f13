"""The history with names, for screens that say who."""

from app.schemas.subscriptions import HistoryEntry


class NamedHistoryEntry(HistoryEntry):
    """A row of the audit with today's names, which are no part of it.

    Null for who has been deleted, for the system, and for who has no name.
    """

    user_name: str | None
    admin_name: str | None
