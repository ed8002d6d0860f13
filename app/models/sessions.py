"""Logins, the refresh tokens they have handed out, and the answers kept for Idempotency-Key."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary
from sqlalchemy.dialects.postgresql import INET
from sqlmodel import Field

from app.db.metadata import Table
from app.models.columns import AWARE, NEW_ID, NOW, utc_now


class LoginSession(Table, table=True):
    """One login on one device: the family of refresh tokens that descends from it. ``id`` is the token's ``sid``."""

    __tablename__ = "sessions"
    __table_args__: ClassVar = (
        Index("ix_sessions_user_id", "user_id", "last_used_at"),
        Index("ix_sessions_expires_at", "expires_at"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True, sa_column_kwargs=NEW_ID)
    user_id: int = Field(sa_type=BigInteger, sa_column_args=(ForeignKey("users.telegram_id", ondelete="CASCADE"),))
    user_agent: str | None = Field(default=None, max_length=256)
    ip_address: str | None = Field(default=None, sa_type=INET)
    created_at: datetime = Field(default_factory=utc_now, sa_type=AWARE, sa_column_kwargs=NOW)
    last_used_at: datetime = Field(default_factory=utc_now, sa_type=AWARE, sa_column_kwargs=NOW)
    expires_at: datetime = Field(sa_type=AWARE)
    revoked_at: datetime | None = Field(default=None, sa_type=AWARE)


class RefreshToken(Table, table=True):
    """A refresh token by the SHA-256 of its text. ``used_at`` is its first use; a late second use is theft."""

    __tablename__ = "refresh_tokens"
    __table_args__: ClassVar = (Index("ix_refresh_tokens_session_id", "session_id"),)

    token_hash: bytes = Field(sa_type=LargeBinary, primary_key=True)
    session_id: UUID = Field(sa_column_args=(ForeignKey("sessions.id", ondelete="CASCADE"),))
    created_at: datetime = Field(default_factory=utc_now, sa_type=AWARE, sa_column_kwargs=NOW)
    expires_at: datetime = Field(sa_type=AWARE)
    used_at: datetime | None = Field(default=None, sa_type=AWARE)


class IdempotencyKey(Table, table=True):
    """The answer given to an admin's POST, written in the transaction of the change it answers."""

    __tablename__ = "idempotency_keys"
    __table_args__: ClassVar = (Index("ix_idempotency_keys_created_at", "created_at"),)

    admin_id: int = Field(sa_type=BigInteger, primary_key=True)
    key: str = Field(primary_key=True, max_length=255)
    fingerprint: bytes = Field(sa_type=LargeBinary)
    status: int | None = None
    answer: bytes | None = Field(default=None, sa_type=LargeBinary)
    created_at: datetime = Field(default_factory=utc_now, sa_type=AWARE, sa_column_kwargs=NOW)
