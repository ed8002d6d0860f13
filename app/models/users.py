"""People."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field
from typing_extensions import TypedDict

from app.db.metadata import Table
from app.models.columns import AWARE, EMPTY, FALSE, NEW_ID, NOW, TELEGRAM_ID_MAX, TRUE, one_of, utc_now

_NOTHING_CHOSEN = {"server_default": text("'{}'::jsonb")}


class Role(StrEnum):
    USER = "user"
    ADMIN = "admin"


class Reachability(StrEnum):
    """Whether the bot can write to a person: yes; not before they press Start; blocked by them; account gone."""

    OK = "ok"
    NEEDS_START = "needs_start"
    BLOCKED = "blocked"
    GONE = "gone"


class ChosenHours(TypedDict):
    """From when to when a person wants quiet, "HH:MM" on the clock of their time zone; it may run past midnight."""

    starts_at: str
    ends_at: str


class User(Table, table=True):
    """A person known by Telegram id. ``subscription_version`` is the version of the newest history row."""

    __tablename__ = "users"
    __table_args__: ClassVar = (
        one_of("role", Role),
        one_of("reachability", Reachability),
        CheckConstraint("subscription_version >= 1", name="subscription_version"),
        CheckConstraint(f"telegram_id BETWEEN 1 AND {TELEGRAM_ID_MAX}", name="telegram_id"),
        CheckConstraint("min_confidence BETWEEN 0 AND 1", name="min_confidence"),
        Index("ix_users_created_at", "created_at", "telegram_id"),
        Index("ix_users_last_active", "last_active", "telegram_id"),
        Index("ix_users_admins", "telegram_id", postgresql_where=text("role = 'admin'")),
        Index(
            "ix_users_username_part", "username", postgresql_using="gin", postgresql_ops={"username": "gin_trgm_ops"}
        ),
        Index("ix_users_blocked", "created_at", "telegram_id", postgresql_where=text("is_blocked")),
        Index(
            "ix_users_unreachable",
            "reachability",
            "created_at",
            postgresql_where=text("reachability IN ('blocked', 'gone')"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True, sa_column_kwargs=NEW_ID)
    telegram_id: int = Field(sa_type=BigInteger, unique=True)
    username: str | None = Field(default=None, max_length=64)
    first_name: str = Field(default="", max_length=256, sa_column_kwargs=EMPTY)
    last_name: str | None = Field(default=None, max_length=256)
    language_code: str | None = Field(default=None, max_length=16)
    language_chosen: bool = Field(default=False, sa_column_kwargs=FALSE)
    timezone: str | None = Field(default=None, max_length=64)
    device_timezone: str | None = Field(default=None, max_length=64)
    """That of the device of the last sign-in; a chosen ``timezone`` goes before it."""

    notifications: dict[str, str] = Field(default_factory=dict, sa_type=JSONB, sa_column_kwargs=_NOTHING_CHOSEN)
    signal_modes: dict[str, str] = Field(default_factory=dict, sa_type=JSONB, sa_column_kwargs=_NOTHING_CHOSEN)
    min_confidence: float | None = None
    quiet_hours: ChosenHours | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    digest: bool = Field(default=True, sa_column_kwargs=TRUE)
    photo_url: str | None = Field(default=None, max_length=2048)
    reachability: str = Field(
        default=Reachability.NEEDS_START, max_length=16, sa_column_kwargs={"server_default": text("'needs_start'")}
    )
    role: str = Field(default=Role.USER, max_length=16, sa_column_kwargs={"server_default": text("'user'")})
    is_premium: bool = Field(default=False, sa_column_kwargs=FALSE)
    subscription_version: int = Field(sa_column_kwargs={"server_default": text("1")})
    is_blocked: bool = Field(default=False, sa_column_kwargs=FALSE)
    session_epoch: datetime = Field(default_factory=utc_now, sa_type=AWARE, sa_column_kwargs=NOW)
    created_at: datetime = Field(default_factory=utc_now, sa_type=AWARE, sa_column_kwargs=NOW)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=AWARE, sa_column_kwargs=NOW)
    last_active: datetime = Field(default_factory=utc_now, sa_type=AWARE, sa_column_kwargs=NOW)
