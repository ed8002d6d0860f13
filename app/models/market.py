"""Market data in tables: candles, what there is of them, and the replay clock."""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Literal

from sqlalchemy import CheckConstraint, Index, Numeric, text
from sqlmodel import Field

from app.db.metadata import Table
from app.models.columns import AWARE, TRUE

Timeframe = Literal["1min", "5min", "15min", "1h", "4h", "1d"]


class Candle(Table, table=True):
    """Prices of one pair over one timeframe; ``opened_at`` and ``closed_at`` in UTC."""

    __tablename__ = "candles"
    __table_args__: ClassVar = (
        CheckConstraint("low <= LEAST(open, close) AND high >= GREATEST(open, close) AND low > 0", name="prices"),
        CheckConstraint("closed_at > opened_at", name="closed_at"),
        Index("ix_candles_closed_at", "timeframe", "closed_at"),
    )

    pair: str = Field(primary_key=True, max_length=7)
    timeframe: str = Field(primary_key=True, max_length=8)
    opened_at: datetime = Field(primary_key=True, sa_type=AWARE)
    open: Decimal = Field(sa_type=Numeric(18, 8))
    high: Decimal = Field(sa_type=Numeric(18, 8))
    low: Decimal = Field(sa_type=Numeric(18, 8))
    close: Decimal = Field(sa_type=Numeric(18, 8))
    source: str = Field(max_length=32)
    closed_at: datetime = Field(sa_type=AWARE)


class CandleSeries(Table, table=True):
    """What there is of a pair's candles, written with them. ``revision`` counts the changes to what was there before.

    ``source`` is that of the newest candle.
    """

    __tablename__ = "candle_series"

    pair: str = Field(primary_key=True, max_length=7)
    timeframe: str = Field(primary_key=True, max_length=8)
    source: str = Field(max_length=32)
    candles: int
    newest_opened_at: datetime = Field(sa_type=AWARE)
    newest_closed_at: datetime = Field(sa_type=AWARE)
    revision: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    updated_at: datetime = Field(sa_type=AWARE)


class ReplayClock(Table, table=True):
    """Where the walk through a timeframe's history stands: candles that closed after ``moment`` are not seen yet.

    It began at ``began_at``; models that are asked while it runs have learnt nothing later.
    """

    __tablename__ = "replay_clocks"
    __table_args__: ClassVar = (CheckConstraint("moment >= began_at", name="moment"),)

    timeframe: str = Field(primary_key=True, max_length=8)
    began_at: datetime = Field(sa_type=AWARE)
    moment: datetime = Field(sa_type=AWARE)
    is_running: bool = Field(default=True, sa_column_kwargs=TRUE)
    stepped_at: datetime = Field(sa_type=AWARE)
