"""The tables as a SQLAlchemy application would declare them."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    telegram_id: Mapped[int]
    subscription_version: Mapped[int]
    is_blocked: Mapped[bool]


class UserSubscription(Base):
    __tablename__ = "user_subscriptions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[int]
    model_id: Mapped[str]
    is_active: Mapped[bool]
    expiry_date: Mapped[datetime | None]


class Signal(Base):
    __tablename__ = "signals"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int]
    model_id: Mapped[str]
    pair: Mapped[str]
    timeframe: Mapped[str]
    direction: Mapped[str]
    entry: Mapped[Decimal]
    take_profit: Mapped[Decimal]
    stop_loss: Mapped[Decimal]
    confidence: Mapped[Decimal]
    reasons: Mapped[list[dict[str, str]]] = mapped_column(JSONB)
    replay: Mapped[bool]
    candle_at: Mapped[datetime]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    hash: Mapped[str]
