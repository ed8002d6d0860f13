"""The signal for the newest closed candle: made once, by whoever comes first, and then the same for everybody."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlalchemy import select
from sqlmodel import col

from app.db.unit import Unit
from app.errors import MarketClosed, ModelRetired, NoMarketData, UnknownPair
from app.models.signals import Signal, Timeframe
from app.models.subscriptions import SubscriptionModel
from app.schemas.signals import GeneratedSignal
from app.services.candles import CandleSeries, newest_closes
from app.services.signals.ledger import Draft, find_signal, ledger_head, publish_once
from app.services.signals.read import show
from app.signals.features import HORIZON, WARM_UP
from app.signals.market import calendar
from app.signals.market.provider import EcbRates
from app.signals.pairs import PAIRS
from app.signals.predictor import Prediction, Predictor, Predictors

HISTORY: Final = WARM_UP + 180
"""Candles that a prediction looks at; features are the same with any longer history."""


async def generate(
    unit: Unit, predictors: Predictors, *, model_id: str, pair: str | None, timeframe: Timeframe | None
) -> GeneratedSignal:
    """Make or find the signal of a model for a pair's newest closed candle; without a pair, of the surest one.

    Raises UnknownPair, ModelRetired, NoMarketData, MarketClosed. While the model is being trained there is no signal,
    and ``reason`` is ``model_training``; models without a learner say ``model_not_available``.
    """
    if pair is not None and pair not in PAIRS:
        raise UnknownPair(pair=pair)
    await _require_active(unit, model_id)
    if timeframe not in {None, EcbRates.timeframe}:
        raise NoMarketData("The models are trained on daily rates only")
    pairs = [pair] if pair else sorted(PAIRS)
    series = await newest_closes(unit, pairs, timeframe=EcbRates.timeframe, source=EcbRates.name, most=HISTORY)
    if not series:
        raise NoMarketData
    _require_open(series, await unit.now())
    signal, reason = await _signal(unit, predictors, model_id, series, EcbRates.timeframe)
    shown = None if signal is None else show(signal)
    return GeneratedSignal(signal=shown, reason=reason, ledger_head=await ledger_head(unit, model_id))


async def _signal(
    unit: Unit, predictors: Predictors, model_id: str, series: Sequence[CandleSeries], timeframe: Timeframe
) -> tuple[Signal | None, str | None]:
    if len(series) == 1:
        found = await find_signal(unit, model_id, series[0].pair, timeframe, series[0].newest_at)
        if found is not None:
            return found, None
    predictor = await asyncio.to_thread(predictors.get, model_id)
    if predictor is None:
        return None, predictors.why_missing(model_id)
    best = await asyncio.to_thread(_surest, predictor, series)
    if best is None:
        return None, "not_enough_candles"
    chosen, prediction = best
    return await publish_once(unit, _draft(model_id, chosen, timeframe, prediction, await unit.now())), None


def _surest(predictor: Predictor, series: Sequence[CandleSeries]) -> tuple[CandleSeries, Prediction] | None:
    """Among the pairs whose newest candle is the newest of all, the one with the highest confidence."""
    newest = max(found.newest_at for found in series)
    made = [
        (found, prediction)
        for found in series
        if found.newest_at == newest and (prediction := predictor.predict(found.closes)) is not None
    ]
    return max(made, key=lambda one: (one[1].confidence, one[0].pair), default=None)


def _draft(model_id: str, series: CandleSeries, timeframe: Timeframe, made: Prediction, now: datetime) -> Draft:
    pair, day = PAIRS[series.pair], calendar.day_of(series.newest_at)
    return Draft(
        model_id=model_id,
        pair=series.pair,
        timeframe=timeframe,
        direction=made.direction.value,
        entry=pair.price(made.entry),
        take_profit=pair.price(made.take_profit),
        stop_loss=pair.price(made.stop_loss),
        confidence=Decimal(f"{made.confidence:.4f}"),
        reasons=made.reasons,
        replay=_is_past(series.newest_at, now),
        candle_at=series.newest_at,
        expires_at=calendar.closes_at(calendar.trading_day_after(day, HORIZON)),
        model_version=made.model_version,
        feature_hash=made.feature_hash,
    )


def _is_past(candle_at: datetime, now: datetime) -> bool:
    """Whether a later candle has closed since: its outcome could be known to somebody."""
    return calendar.closes_at(calendar.trading_day_after(calendar.day_of(candle_at))) <= now


def _require_open(series: Sequence[CandleSeries], now: datetime) -> None:
    """Past data stands at its newest close, when the market was open; fresh data goes by the clock."""
    newest = max(found.newest_at for found in series)
    if not _is_past(newest, now) and not calendar.is_open(now):
        raise MarketClosed(calendar.opens_at(now))


async def _require_active(unit: Unit, model_id: str) -> None:
    query = select(col(SubscriptionModel.is_active)).where(col(SubscriptionModel.id) == model_id)
    if not (await unit.session.execute(query)).scalar_one_or_none():
        raise ModelRetired(model_id=model_id)
