"""Candles and the signals made from them."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Literal
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Index, Numeric, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field
from typing_extensions import TypedDict

from app.db.metadata import Table
from app.models.columns import AWARE, NEW_ID, NOW, one_of, utc_now

Timeframe = Literal["1min", "5min", "15min", "1h", "4h", "1d"]


class Direction(StrEnum):
    BUY = "BUY"
    SELL = "SELL"


class SignalStatus(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"
    EXPIRED = "expired"


class Reason(TypedDict):
    """A feature that moved a prediction: its value, and its effect for (+) or against (-) the direction."""

    feature: str
    value: str
    effect: str


class Candle(Table, table=True):
    """Prices of one pair over one timeframe; ``opened_at`` in UTC."""

    __tablename__ = "candles"
    __table_args__: ClassVar = (
        CheckConstraint("low <= LEAST(open, close) AND high >= GREATEST(open, close) AND low > 0", name="prices"),
    )

    pair: str = Field(primary_key=True, max_length=7)
    timeframe: str = Field(primary_key=True, max_length=4)
    opened_at: datetime = Field(primary_key=True, sa_type=AWARE)
    open: Decimal = Field(sa_type=Numeric(18, 8))
    high: Decimal = Field(sa_type=Numeric(18, 8))
    low: Decimal = Field(sa_type=Numeric(18, 8))
    close: Decimal = Field(sa_type=Numeric(18, 8))
    source: str = Field(max_length=32)


class Signal(Table, table=True):
    """A published signal: a link of its model's chain, written before its outcome can be known and never edited."""

    __tablename__ = "signals"
    __table_args__: ClassVar = (
        UniqueConstraint("model_id", "pair", "timeframe", "candle_at"),
        UniqueConstraint("model_id", "seq"),
        one_of("direction", Direction),
        CheckConstraint("seq >= 1", name="seq"),
        CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
        Index("ix_signals_created_at", "created_at", "id"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True, sa_column_kwargs=NEW_ID)
    seq: int
    model_id: str = Field(foreign_key="subscription_models.id", max_length=50)
    pair: str = Field(max_length=7)
    timeframe: str = Field(max_length=4)
    direction: str = Field(max_length=4)
    entry: Decimal = Field(sa_type=Numeric(18, 8))
    take_profit: Decimal = Field(sa_type=Numeric(18, 8))
    stop_loss: Decimal = Field(sa_type=Numeric(18, 8))
    confidence: Decimal = Field(sa_type=Numeric(5, 4))
    reasons: list[Reason] = Field(sa_type=JSONB)
    replay: bool
    candle_at: datetime = Field(sa_type=AWARE)
    created_at: datetime = Field(default_factory=utc_now, sa_type=AWARE, sa_column_kwargs=NOW)
    expires_at: datetime = Field(sa_type=AWARE)
    model_version: str = Field(max_length=64)
    feature_hash: str = Field(max_length=64)
    salt: str = Field(max_length=32)
    prev_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)
