"""The outbox's fixture, for what waits for a person who goes."""

from tests.notifications.conftest import outbox

__all__ = ["outbox"]
