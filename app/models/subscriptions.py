"""Models for sale, who holds them, how that came to be, and who asks for more."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import INET, JSONB
from sqlmodel import Field
from typing_extensions import TypedDict

from app.db.metadata import Table
from app.models.columns import AWARE, EMPTY, FALSE, NEW_ID, NOW, TRUE, one_of, utc_now


class Source(StrEnum):
    """How a right came about."""

    BASIC = "basic"
    ADMIN = "admin"
    TEMPLATE = "template"
    REQUEST = "request"
    UNDO = "undo"


class Action(StrEnum):
    """What a history row records."""

    REGISTER = "register"
    GRANT = "grant"
    EXTEND = "extend"
    REVOKE = "revoke"
    EXPIRE = "expire"
    ROLE = "role"
    BLOCK = "block"
    UNBLOCK = "unblock"
    UNDO = "undo"
    DELETE = "delete"


class RequestStatus(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


class RecordedRight(TypedDict):
    """A right as the history writes it; ``expires_at`` in RFC 3339 UTC, None for ever."""

    model_id: str
    expires_at: str | None


class MeasuredAccuracy(TypedDict):
    """A model's measured accuracy; rates in 0..1, ``n`` closed signals."""

    source: str
    hit_rate: float
    ci_low: float
    ci_high: float
    cs_low: float
    baseline: float
    n: int
    verdict: str


class SubscriptionModel(Table, table=True):
    """A signal model that people can hold a right to."""

    __tablename__ = "subscription_models"
    __table_args__: ClassVar = (CheckConstraint("id ~ '^[a-z0-9][a-z0-9-]*$'", name="id"),)

    id: str = Field(primary_key=True, max_length=50)
    name: str = Field(max_length=100)
    description: str = Field(default="", max_length=2000, sa_column_kwargs=EMPTY)
    is_free: bool = Field(default=False, sa_column_kwargs=FALSE)
    is_active: bool = Field(default=True, sa_column_kwargs=TRUE)
    accuracy: MeasuredAccuracy | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    created_at: datetime = Field(default_factory=utc_now, sa_type=AWARE, sa_column_kwargs=NOW)


class UserSubscription(Table, table=True):
    """A right to a model. At most one per user and model is active; the others are the past."""

    __tablename__ = "user_subscriptions"
    __table_args__: ClassVar = (
        Index("uq_user_subscriptions_active", "user_id", "model_id", unique=True, postgresql_where=text("is_active")),
        Index(
            "ix_user_subscriptions_expiry",
            "expiry_date",
            postgresql_where=text("is_active AND expiry_date IS NOT NULL"),
        ),
        Index("ix_user_subscriptions_model", "model_id", "user_id", postgresql_where=text("is_active")),
        Index("ix_user_subscriptions_user_id", "user_id"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True, sa_column_kwargs=NEW_ID)
    user_id: int = Field(sa_type=BigInteger, sa_column_args=(ForeignKey("users.telegram_id", ondelete="CASCADE"),))
    model_id: str = Field(foreign_key="subscription_models.id", max_length=50)
    granted_by: int | None = Field(default=None, sa_type=BigInteger)
    source: str = Field(max_length=32)
    created_at: datetime = Field(default_factory=utc_now, sa_type=AWARE, sa_column_kwargs=NOW)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=AWARE, sa_column_kwargs=NOW)
    """When the end was set: at the grant, or at the newest extension."""

    expiry_date: datetime | None = Field(default=None, sa_type=AWARE)
    is_active: bool = Field(default=True, sa_column_kwargs=TRUE)


class SubscriptionHistory(Table, table=True):
    """One change of one user's rights. Append-only: the database refuses everything but INSERT."""

    __tablename__ = "subscription_history"
    __table_args__: ClassVar = (
        UniqueConstraint("user_id", "version"),
        one_of("action", Action),
        CheckConstraint("version >= 1", name="version"),
        Index("ix_subscription_history_created_at", "created_at", "id"),
        Index("ix_subscription_history_user_created", "user_id", "created_at"),
        Index("ix_subscription_history_admin", "admin_id", "created_at"),
        Index("ix_subscription_history_action", "action", "created_at", "id"),
        Index("ix_subscription_history_batch", "batch_id", postgresql_where=text("batch_id IS NOT NULL")),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True, sa_column_kwargs=NEW_ID)
    user_id: int = Field(sa_type=BigInteger)
    admin_id: int = Field(sa_type=BigInteger)
    version: int
    old_subscriptions: list[RecordedRight] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    new_subscriptions: list[RecordedRight] = Field(sa_type=JSONB)
    action: str = Field(max_length=16)
    reason: str | None = Field(default=None, max_length=1000)
    ip_address: str | None = Field(default=None, sa_type=INET)
    batch_id: UUID | None = None
    created_at: datetime = Field(sa_type=AWARE)
    prev_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class SubscriptionTemplate(Table, table=True):
    """A named set of models that is granted in one step."""

    __tablename__ = "subscription_templates"

    id: UUID = Field(default_factory=uuid4, primary_key=True, sa_column_kwargs=NEW_ID)
    name: str = Field(max_length=100, unique=True)
    description: str = Field(default="", max_length=2000, sa_column_kwargs=EMPTY)
    subscriptions: list[str] = Field(sa_type=JSONB)
    is_premium: bool = Field(default=False, sa_column_kwargs=FALSE)
    color_scheme: str = Field(default="neutral", max_length=32)
    icon: str = Field(default="layers", max_length=32)
    is_active: bool = Field(default=True, sa_column_kwargs=TRUE)
    created_at: datetime = Field(default_factory=utc_now, sa_type=AWARE, sa_column_kwargs=NOW)


class SubscriptionRequest(Table, table=True):
    """A person's wish for a model, and the answer to it."""

    __tablename__ = "subscription_requests"
    __table_args__: ClassVar = (
        one_of("status", RequestStatus),
        Index(
            "uq_subscription_requests_pending",
            "user_id",
            "model_id",
            unique=True,
            postgresql_where=text("status = 'pending'"),
        ),
        Index("ix_subscription_requests_status", "status", "created_at", "id"),
        Index("ix_subscription_requests_user", "user_id", "created_at", "id"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True, sa_column_kwargs=NEW_ID)
    user_id: int = Field(sa_type=BigInteger, sa_column_args=(ForeignKey("users.telegram_id", ondelete="CASCADE"),))
    model_id: str = Field(foreign_key="subscription_models.id", max_length=50)
    message: str | None = Field(default=None, max_length=1000)
    status: str = Field(default=RequestStatus.PENDING, max_length=16)
    created_at: datetime = Field(default_factory=utc_now, sa_type=AWARE, sa_column_kwargs=NOW)
    decided_at: datetime | None = Field(default=None, sa_type=AWARE)
    decided_by: int | None = Field(default=None, sa_type=BigInteger)
    decision_reason: str | None = Field(default=None, max_length=1000)
