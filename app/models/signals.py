"""Signals, how they ended, what people made of them, and what models were measured to be worth."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Numeric, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, Relationship
from typing_extensions import TypedDict

from app.db.metadata import Table
from app.models.columns import AWARE, NEW_ID, NOW, one_of, utc_now


class Direction(StrEnum):
    BUY = "BUY"
    SELL = "SELL"


class Reason(TypedDict):
    """A feature that moved a prediction: its value, and its effect for (+) or against (-) the direction."""

    feature: str
    value: str
    effect: str


class SignalResolution(Table, table=True):
    """How a signal ended: a link of its model's second chain. ``resolved_at``: close of the deciding candle."""

    __tablename__ = "signal_resolutions"
    __table_args__: ClassVar = (
        ForeignKeyConstraint(["model_id", "signal_seq"], ["signals.model_id", "signals.seq"]),
        UniqueConstraint("model_id", "signal_seq"),
        CheckConstraint("status IN ('won', 'lost', 'expired')", name="status"),
        CheckConstraint("seq >= 1", name="seq"),
    )

    model_id: str = Field(primary_key=True, max_length=50)
    seq: int = Field(primary_key=True)
    signal_seq: int
    signal_hash: str = Field(max_length=64)
    status: str = Field(max_length=16)
    exit_price: Decimal = Field(sa_type=Numeric(18, 8))
    resolved_at: datetime = Field(sa_type=AWARE)
    created_at: datetime = Field(default_factory=utc_now, sa_type=AWARE, sa_column_kwargs=NOW)
    prev_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)


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
        Index("ix_signals_candle_at", "pair", "timeframe", "candle_at"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True, sa_column_kwargs=NEW_ID)
    seq: int
    model_id: str = Field(foreign_key="subscription_models.id", max_length=50)
    pair: str = Field(max_length=7)
    timeframe: str = Field(max_length=8)
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

    resolution: SignalResolution | None = Relationship(
        sa_relationship_kwargs={"lazy": "raise", "uselist": False, "viewonly": True}
    )


class Feedback(StrEnum):
    """What a person made of a signal."""

    WON = "won"
    LOST = "lost"
    SKIPPED = "skipped"


class SignalFeedback(Table, table=True):
    """A person's own result with a signal. It never touches the model's record."""

    __tablename__ = "signal_feedback"
    __table_args__: ClassVar = (one_of("result", Feedback), Index("ix_signal_feedback_signal_id", "signal_id"))

    user_id: int = Field(
        sa_type=BigInteger, primary_key=True, sa_column_args=(ForeignKey("users.telegram_id", ondelete="CASCADE"),)
    )
    signal_id: UUID = Field(foreign_key="signals.id", primary_key=True)
    result: str = Field(max_length=16)
    created_at: datetime = Field(default_factory=utc_now, sa_type=AWARE, sa_column_kwargs=NOW)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=AWARE, sa_column_kwargs=NOW)


class ModelBacktest(Table, table=True):
    """A model's walk-forward record on candles that it had not seen, as measured when it was last trained."""

    __tablename__ = "model_backtests"

    model_id: str = Field(foreign_key="subscription_models.id", primary_key=True, max_length=50)
    record: dict[str, Any] = Field(sa_type=JSONB)
    model_versions: dict[str, str] = Field(sa_type=JSONB)
    measured_at: datetime = Field(default_factory=utc_now, sa_type=AWARE, sa_column_kwargs=NOW)
