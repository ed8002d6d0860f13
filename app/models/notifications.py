"""What people are told in Telegram: the outbox, broadcasts, and what the bot must remember."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Identity, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from app.db.metadata import Table
from app.models.columns import AWARE, FALSE, NEW_ID, NOW, one_of, utc_now

_NOTHING = {"server_default": text("'{}'::jsonb")}
_ZERO = {"server_default": text("0")}


class Kind(StrEnum):
    """What a notification is about. People choose a mode for each but ``admin``, which only admins get."""

    ACCESS = "access"
    REQUEST = "request"
    EXPIRY = "expiry"
    SIGNAL = "signal"
    RESOLVED = "resolved"
    BROADCAST = "broadcast"
    ADMIN = "admin"


class NotificationState(StrEnum):
    """``skipped``: not wanted, not true any more, or nobody to write to; ``failed``: Telegram refused the message."""

    PENDING = "pending"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Notification(Table, table=True):
    """One message to one person, written in the transaction of what it tells, at most one per subject and stage.

    What it says is composed when it is sent. ``why`` is the code of what became of it. No foreign key to the person: it
    would make every order for one user wait for orders about another.
    """

    __tablename__ = "notifications"
    __table_args__: ClassVar = (
        UniqueConstraint("user_id", "subject", "stage"),
        one_of("kind", Kind),
        one_of("state", NotificationState),
        Index("ix_notifications_pending", "priority", "due_at", "id", postgresql_where=text("state = 'pending'")),
        Index("ix_notifications_user", "user_id", "id"),
        Index("ix_notifications_waiting", "user_id", "due_at", postgresql_where=text("state = 'pending'")),
        Index("ix_notifications_broadcast", "broadcast_id", "state", postgresql_where=text("broadcast_id IS NOT NULL")),
        Index("ix_notifications_created_at", "created_at"),
        Index("ix_notifications_news", "created_at", postgresql_where=text("kind IN ('signal', 'resolved')")),
        Index("ix_notifications_admin", "subject", postgresql_where=text("kind = 'admin'")),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger, sa_column_args=(Identity(),))
    user_id: int = Field(sa_type=BigInteger)
    kind: str = Field(max_length=16)
    subject: str = Field(max_length=128)
    stage: str = Field(max_length=32)
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB, sa_column_kwargs=_NOTHING)
    priority: int = Field(default=0, sa_column_kwargs=_ZERO)
    state: str = Field(
        default=NotificationState.PENDING, max_length=16, sa_column_kwargs={"server_default": text("'pending'")}
    )
    why: str | None = Field(default=None, max_length=64)
    held: bool = Field(default=False, sa_column_kwargs=FALSE)
    """Whether it came in quiet hours and waits for their end."""

    attempts: int = Field(default=0, sa_column_kwargs=_ZERO)
    due_at: datetime = Field(default_factory=utc_now, sa_type=AWARE, sa_column_kwargs=NOW)
    created_at: datetime = Field(default_factory=utc_now, sa_type=AWARE, sa_column_kwargs=NOW)
    finished_at: datetime | None = Field(default=None, sa_type=AWARE)
    message_id: int | None = Field(default=None, sa_type=BigInteger)
    broadcast_id: UUID | None = None


class BroadcastState(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    SENT = "sent"
    CANCELLED = "cancelled"


class Broadcast(Table, table=True):
    """A message of the operator to many people. ``texts``: by language, in Telegram's HTML; ``audience``: a UserFilter.

    ``reached_id``: the last id of the audience that has its row in the outbox; people are taken in the order of ids.
    """

    __tablename__ = "broadcasts"
    __table_args__: ClassVar = (
        one_of("state", BroadcastState),
        Index("ix_broadcasts_created_at", "created_at", "id"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True, sa_column_kwargs=NEW_ID)
    created_by: int = Field(sa_type=BigInteger)
    texts: dict[str, str] = Field(sa_type=JSONB)
    audience: dict[str, Any] = Field(sa_type=JSONB)
    silent: bool = Field(default=False, sa_column_kwargs=FALSE)
    state: str = Field(
        default=BroadcastState.DRAFT, max_length=16, sa_column_kwargs={"server_default": text("'draft'")}
    )
    reached_id: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs=_ZERO)
    is_reached: bool = Field(default=False, sa_column_kwargs=FALSE)
    """Whether everybody of the audience has their row."""

    tests: int = Field(default=0, sa_column_kwargs=_ZERO)
    created_at: datetime = Field(default_factory=utc_now, sa_type=AWARE, sa_column_kwargs=NOW)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=AWARE, sa_column_kwargs=NOW)
    scheduled_at: datetime | None = Field(default=None, sa_type=AWARE)
    started_at: datetime | None = Field(default=None, sa_type=AWARE)
    finished_at: datetime | None = Field(default=None, sa_type=AWARE)


class ToldSignals(Table, table=True):
    """How far a model's two chains have been put into the outbox."""

    __tablename__ = "told_signals"

    model_id: str = Field(primary_key=True, max_length=50)
    signals: int
    resolutions: int


class TelegramPace(Table, table=True):
    """From when on the next message may leave: to a chat, or, in the row of chat 0, to anybody."""

    __tablename__ = "telegram_pace"

    chat_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    free_at: datetime = Field(sa_type=AWARE)


class TelegramUpdate(Table, table=True):
    """An update that has had its effect, so that it has it once."""

    __tablename__ = "telegram_updates"
    __table_args__: ClassVar = (Index("ix_telegram_updates_received_at", "received_at"),)

    update_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    received_at: datetime = Field(default_factory=utc_now, sa_type=AWARE, sa_column_kwargs=NOW)


class BotOrder(Table, table=True):
    """What an admin asked the bot for and has to confirm by a button; ``outcome`` once it was pressed."""

    __tablename__ = "bot_orders"

    id: UUID = Field(default_factory=uuid4, primary_key=True, sa_column_kwargs=NEW_ID)
    admin_id: int = Field(sa_type=BigInteger)
    order: dict[str, Any] = Field(sa_type=JSONB)
    created_at: datetime = Field(default_factory=utc_now, sa_type=AWARE, sa_column_kwargs=NOW)
    outcome: str | None = Field(default=None, max_length=16)
