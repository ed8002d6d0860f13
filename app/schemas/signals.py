"""Signals, as the wire shows them. Prices are decimal strings with the pair's precision."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from app.models.signals import Timeframe
from app.schemas.base import Body, Page, Read, UtcDatetime

PairSymbol = Annotated[str, Field(max_length=16, examples=["EUR/USD"])]
SignalState = Literal["open", "won", "lost", "expired"]


class ReasonRead(Read):
    """A feature that moved the prediction: its value, and what it adds to the confidence."""

    feature: str
    value: str
    effect: str


class SignalRead(Read):
    """A signal. ``candle_at``: opening of the candle whose close made it; ``expires_at``: close of its last candle.

    ``confidence`` is the calibrated probability of the direction, 0.5..1. ``replay``: made on past data, never counted
    as live. ``seq`` and ``hash`` are its place in the model's ledger.
    """

    id: UUID
    seq: int
    model_id: str
    pair: str
    timeframe: str
    direction: Literal["BUY", "SELL"]
    entry: str
    take_profit: str
    stop_loss: str
    confidence: float
    reasons: list[ReasonRead]
    replay: bool
    candle_at: UtcDatetime
    created_at: UtcDatetime
    expires_at: UtcDatetime
    status: SignalState
    exit_price: str | None
    resolved_at: UtcDatetime | None
    hash: str


class ChainHead(Read):
    """The newest link of a chain; seq 0 and 64 zeros while it is empty."""

    seq: int
    hash: str


class LedgerHead(Read):
    model_id: str
    signals: ChainHead


class SignalPage(Page[SignalRead]):
    ledger_head: LedgerHead


class LatestSignal(Read):
    """The newest signal; null while there is none."""

    signal: SignalRead | None
    ledger_head: LedgerHead


class GeneratedSignal(Read):
    """The signal for the newest closed candle, the same for everybody; ``reason`` says why there is none."""

    signal: SignalRead | None
    reason: str | None
    ledger_head: LedgerHead


class CandleRead(Read):
    opened_at: UtcDatetime
    open: str
    high: str
    low: str
    close: str


class SignalDetail(Read):
    """A signal with the candles around it, oldest first, at most 300."""

    signal: SignalRead
    candles: list[CandleRead]
    ledger_head: LedgerHead


class GenerateSignal(Body):
    model_config = ConfigDict(json_schema_extra={"examples": [{"pair": "EUR/USD"}]})

    pair: PairSymbol | None = Field(default=None, description="Without it, the pair of the highest confidence")
    timeframe: Timeframe | None = None
