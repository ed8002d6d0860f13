"""Messages in the chat, as the wire shows them."""

from typing import Literal
from uuid import UUID

from app.schemas.base import Read, UtcDatetime

NotificationStateName = Literal["pending", "sent", "skipped", "failed", "cancelled"]


class NotificationRead(Read):
    """One line of a person's notification log.

    ``why`` is the code of what became of it. Skipped: `muted`, `low_confidence`, `not_held`, `renewed`, `outdated`,
    `needs_start`, `blocked`, `gone`, `account_blocked`, `answered`, `bot_off`, `cancelled`. Failed: `refused`. Sent:
    null, or `digest` where it was told in one message with others. Pending: null, `quiet_hours` or `retry`. ``due_at``:
    when it is to be sent, or tried again. ``subject``: `rights:<version>`, `end:<moment>`, `request:<id>`,
    `signal:<model>:<seq>` or `broadcast:<id>`.
    """

    id: int
    kind: Literal["access", "request", "expiry", "signal", "resolved", "broadcast", "admin"]
    subject: str
    stage: str
    state: NotificationStateName
    why: str | None
    attempts: int
    created_at: UtcDatetime
    due_at: UtcDatetime
    finished_at: UtcDatetime | None
    message_id: int | None
    broadcast_id: UUID | None


PreviewKind = Literal["access", "request", "expiry", "signal", "resolved", "digest"]


class MessagePreview(Read):
    """A message as the bot writes it: ``text`` in Telegram's HTML.

    ``is_example`` where the person has no signal, right or request of their own to tell of.
    """

    kind: PreviewKind
    text: str
    silent: bool
    is_example: bool


class OutboxFigures(Read):
    """The outbox at this moment. ``oldest_due_at``: since when the oldest message that may leave waits."""

    pending: int
    held: int
    oldest_due_at: UtcDatetime | None
    sent_24_hours: int
    failed_24_hours: int
