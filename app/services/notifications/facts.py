"""Signals and results as messages tell them."""

from decimal import Decimal
from typing import Final, Literal, cast

from sqlalchemy import select, text
from sqlmodel import col

from app.db.unit import Unit
from app.models.notifications import Notification
from app.models.signals import Signal, SignalResolution
from app.models.subscriptions import SubscriptionModel
from app.services.messages.contents import NewSignal, SignalClosed, SignalFacts
from app.services.notifications.person import Person
from app.services.notifications.skip import Skip
from app.services.signals.ledger import signals_with_outcomes
from app.services.signals.resolve import plan_of
from app.services.subscriptions.access import held_models
from app.signals.pairs import PAIRS

_HAS_PASSED: Final = text(
    """
    SELECT s.expires_at <= market.moment OR EXISTS (
        SELECT FROM candles c WHERE c.pair = s.pair AND c.timeframe = s.timeframe AND c.opened_at > s.candle_at
            AND c.closed_at <= market.moment
    )
    FROM signals s CROSS JOIN LATERAL (
        SELECT coalesce(
            (SELECT moment FROM replay_clocks k WHERE k.timeframe = s.timeframe AND k.is_running), clock_timestamp()
        ) AS moment
    ) AS market
    WHERE s.id = :id
    """
)
"""An entry is that candle's close: once the next candle has closed by the market's clock, it has passed."""


async def signal_facts(unit: Unit, note: Notification, person: Person) -> NewSignal | Skip:
    """A new signal; one that has ended meanwhile is told by its result."""
    found = await _find(unit, note)
    if found is None or found.resolution is not None:
        return Skip("outdated")
    if (why := await _why_not(unit, found, person)) is not None:
        return Skip(why)
    has_passed = (await unit.session.execute(_HAS_PASSED, {"id": found.id})).scalar_one()
    return NewSignal(await facts_of(unit, found), is_missed=bool(has_passed))


async def result_facts(unit: Unit, note: Notification, person: Person) -> SignalClosed | Skip:
    found = await _find(unit, note)
    if found is None or found.resolution is None:
        return Skip("outdated")
    if (why := await _why_not(unit, found, person)) is not None:
        return Skip(why)
    return await closed_facts(unit, found, found.resolution)


async def facts_of(unit: Unit, signal: Signal) -> SignalFacts:
    """A stored signal, with its model's name."""
    name = select(col(SubscriptionModel.name)).where(col(SubscriptionModel.id) == signal.model_id)
    price = PAIRS[signal.pair].price
    return SignalFacts(
        model=(await unit.session.execute(name)).scalar_one_or_none() or signal.model_id,
        pair=signal.pair,
        direction=cast("Literal['BUY', 'SELL']", signal.direction),
        entry=str(price(signal.entry)),
        take_profit=str(price(signal.take_profit)),
        stop_loss=str(price(signal.stop_loss)),
        confidence=float(signal.confidence),
        expires_at=signal.expires_at,
        is_replay=signal.replay,
    )


async def closed_facts(unit: Unit, signal: Signal, end: SignalResolution) -> SignalClosed:
    """A signal that has ended, with its result in units of what it risked."""
    return SignalClosed(
        signal=await facts_of(unit, signal),
        status=cast("Literal['won', 'lost', 'expired']", end.status),
        exit_price=str(PAIRS[signal.pair].price(end.exit_price)),
        result_r=Decimal(f"{plan_of(signal).in_r(end.exit_price):.2f}"),
    )


async def _find(unit: Unit, note: Notification) -> Signal | None:
    _, model_id, seq = note.subject.split(":")
    query = signals_with_outcomes().where(col(Signal.model_id) == model_id, col(Signal.seq) == int(seq))
    return (await unit.session.execute(query)).unique().scalar_one_or_none()


async def _why_not(unit: Unit, signal: Signal, person: Person) -> str | None:
    held = set((await unit.session.execute(held_models(person.telegram_id))).scalars())
    if signal.model_id not in held:
        return "not_held"
    is_weak = person.min_confidence is not None and float(signal.confidence) < person.min_confidence
    return "low_confidence" if is_weak else None
