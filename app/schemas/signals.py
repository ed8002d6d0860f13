"""Signals, as the wire shows them. Prices are decimal strings with the pair's precision."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from app.models.market import Timeframe
from app.schemas.base import Body, Page, Read, UtcDatetime

PairSymbol = Annotated[str, Field(max_length=16, examples=["EUR/USD"])]
SignalState = Literal["open", "won", "lost", "expired"]
FeedbackResult = Literal["won", "lost", "skipped"]


class ReasonRead(Read):
    """A feature that moved the prediction: its value, and what it adds to the confidence."""

    feature: str
    value: str
    effect: str


class SignalRead(Read):
    """A signal. ``candle_at``: opening of the candle whose close made it; ``expires_at``: close of its last candle.

    ``confidence`` is the calibrated probability that the target comes first, 0..1. ``replay``: made on past data, never
    counted as live. ``seq`` and ``hash`` are its place in the model's ledger. ``resolved_at``: close of the candle that
    decided.
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
    """The newest links of a model's two chains: who keeps it can tell later that nothing before was rewritten."""

    model_id: str
    signals: ChainHead
    resolutions: ChainHead


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
    """A signal with the candles around it, oldest first, at most 300, and what the caller said became of it."""

    signal: SignalRead
    candles: list[CandleRead]
    own_result: FeedbackResult | None
    ledger_head: LedgerHead


class GenerateSignal(Body):
    model_config = ConfigDict(json_schema_extra={"examples": [{"pair": "EUR/USD"}]})

    pair: PairSymbol | None = Field(default=None, description="Without it, the pair of the highest confidence")
    timeframe: Timeframe | None = None


class LedgerLink(Read):
    """A link of the signal chain that its reader may only follow: an open signal of a model that is not theirs."""

    seq: int
    prev_hash: str
    hash: str
    candle_at: str
    created_at: str


class LedgerSignal(LedgerLink):
    """A whole link of the signal chain: the fields exactly as they were hashed, and the hash."""

    id: str
    model_id: str
    pair: str
    timeframe: str
    direction: str
    entry: str
    take_profit: str
    stop_loss: str
    confidence: float
    reasons: list[ReasonRead]
    replay: bool
    expires_at: str
    model_version: str
    feature_hash: str
    salt: str


class LedgerResolution(Read):
    """A link of the resolution chain. Hashed are ``signal_hash, status, exit_price, resolved_at``."""

    seq: int
    signal_seq: int
    prev_hash: str
    hash: str
    signal_hash: str
    status: SignalState
    exit_price: str
    resolved_at: str


class LedgerPage(Read):
    """A stretch of both chains of a model; ``next_from`` is null at the end."""

    model_id: str
    signals: list[LedgerSignal | LedgerLink]
    resolutions: list[LedgerResolution]
    head: LedgerHead
    next_from: int | None


class FeedbackWrite(Body):
    """What became of a signal for oneself."""

    result: FeedbackResult


class FeedbackRead(Read):
    signal_id: UUID
    result: FeedbackResult
    updated_at: UtcDatetime
