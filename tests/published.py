"""Signals in the ledger, without a market or a model behind them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from app.db.unit import Units
from app.models.signals import Signal
from app.services.signals.ledger import Draft, publish_once, record_outcome, resolutions_head
from app.signals.outcomes import Outcome
from tests.factories import PAID_MODEL

HOUR = timedelta(hours=1)
FIRST_CANDLE = datetime(2026, 3, 2, 8, tzinfo=UTC)


async def publish(units: Units, number: int = 0, *, model_id: str = PAID_MODEL, pair: str = "EUR/USD") -> Signal:
    """Commit the signal of a model's candle ``number``."""
    candle_at = FIRST_CANDLE + number * HOUR
    draft = Draft(
        model_id=model_id,
        pair=pair,
        timeframe="1h",
        direction="BUY",
        entry=Decimal("1.10000"),
        take_profit=Decimal("1.11000"),
        stop_loss=Decimal("1.09000"),
        confidence=Decimal("0.58"),
        reasons=[],
        candle_at=candle_at,
        expires_at=candle_at + 12 * HOUR,
        past_from=candle_at + 2 * HOUR,
        model_version="test",
        feature_hash="0" * 64,
    )
    async with units.open() as unit:
        return (await publish_once(unit, draft))[0]


async def win(units: Units, signal: Signal) -> None:
    """Commit that a signal reached its target an hour after its candle."""
    async with units.open() as unit:
        head = await resolutions_head(unit, signal.model_id)
        outcome = Outcome("won", signal.take_profit, signal.candle_at + 2 * HOUR)
        await record_outcome(unit, signal, outcome, head)
