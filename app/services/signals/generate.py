"""The signal for the newest closed candle: made once, by whoever comes first, and then the same for everybody."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select, tuple_
from sqlmodel import col

from app.db.unit import Unit
from app.errors import MarketClosed, ModelRetired, NoMarketData, UnknownPair
from app.models.market import Timeframe
from app.models.signals import Signal
from app.models.subscriptions import SubscriptionModel
from app.schemas.signals import GeneratedSignal
from app.services.market.candles import read_bars
from app.services.market.clock import market_moment
from app.services.market.series import ENOUGH, SeriesInfo, all_series, signal_series
from app.services.signals.ledger import Draft, ledger_head, publish_once, signals_with_outcomes
from app.services.signals.read import show
from app.signals.bars import Bars
from app.signals.features import HISTORY
from app.signals.market.sessions import sessions_of
from app.signals.outcomes import HORIZON
from app.signals.pairs import PAIRS
from app.signals.predictor import Prediction, Predictors


async def generate(
    unit: Unit, predictors: Predictors, *, model_id: str, pair: str | None, timeframe: Timeframe | None
) -> GeneratedSignal:
    """Make or find the signal of a model for a pair's newest closed candle; without a pair, of the surest one.

    What is published already counts with the confidence that it was published with, whatever the model says today.
    Raises UnknownPair, ModelRetired, NoMarketData, MarketClosed. Where there is no signal, ``reason`` says why:
    ``model_training``, ``model_not_available``, ``timeframe_not_used`` where no pair's signals are made on it,
    ``not_enough_candles``, or ``below_threshold`` where a selective model is not sure enough to speak.
    """
    if pair is not None and pair not in PAIRS:
        raise UnknownPair(pair=pair)
    await _require_active(unit, model_id)
    newest = await newest_bars(unit, await _asked(unit, pair, timeframe))
    if not newest:
        raise NoMarketData
    require_open(newest[0], await unit.now())
    signal, reason = await _signal(unit, predictors, model_id, newest)
    shown = None if signal is None else show(signal)
    return GeneratedSignal(signal=shown, reason=reason, ledger_head=await ledger_head(unit, model_id))


async def _asked(unit: Unit, pair: str | None, timeframe: Timeframe | None) -> list[SeriesInfo]:
    """The series that a request is about: those that signals are made on, or those of the timeframe it names."""
    if timeframe is None:
        found = list((await signal_series(unit)).values())
    else:
        found = [s for s in await all_series(unit) if s.timeframe == timeframe and s.candles >= ENOUGH]
    return [series for series in found if pair in {None, series.pair}]


async def newest_bars(unit: Unit, series: Sequence[SeriesInfo]) -> list[Bars]:
    """The candles of those series whose newest candle, as the market's clock has it, closed last of all."""
    found: list[Bars] = []
    for timeframe in sorted({one.timeframe for one in series}):
        pairs = sorted(one.pair for one in series if one.timeframe == timeframe)
        until = await market_moment(unit, timeframe)
        found += await read_bars(unit, pairs, timeframe=timeframe, until=until, most=HISTORY)
    newest = max((bars.newest_closed_at for bars in found), default=None)
    return [bars for bars in found if bars.newest_closed_at == newest]


async def _signal(
    unit: Unit, predictors: Predictors, model_id: str, newest: Sequence[Bars]
) -> tuple[Signal | None, str | None]:
    stored = await _stored(unit, model_id, newest)
    answered = {(signal.pair, signal.timeframe) for signal in stored}
    say = await predict(predictors, model_id, [bars for bars in newest if (bars.pair, bars.timeframe) not in answered])
    drafts = [draft(model_id, one) for one in say.predictions if one.is_spoken]
    candidates: list[Signal | Draft] = [*stored, *drafts]
    best = min(candidates, key=lambda one: (-one.confidence, one.pair), default=None)
    if isinstance(best, Draft):
        best, _ = await publish_once(unit, best)
    if best is not None:
        return best, None
    if say.heard:
        return None, "below_threshold" if say.predictions else "not_enough_candles"
    used = {series.timeframe for series in (await signal_series(unit)).values()}
    return None, predictors.why_missing(model_id) if newest[0].timeframe in used else "timeframe_not_used"


async def _stored(unit: Unit, model_id: str, newest: Sequence[Bars]) -> Sequence[Signal]:
    """The signals that a model has made for the newest candles of some pairs."""
    candle = tuple_(col(Signal.pair), col(Signal.timeframe), col(Signal.candle_at))
    candles = [(bars.pair, bars.timeframe, bars.newest_opened_at) for bars in newest]
    query = signals_with_outcomes().where(col(Signal.model_id) == model_id, candle.in_(candles))
    return (await unit.session.execute(query)).scalars().all()


@dataclass(frozen=True, slots=True)
class Say:
    """What a model says. ``heard``: the candles that it has had its say on, those included of which it has nothing."""

    predictions: list[Prediction]
    heard: list[Bars]


async def predict(predictors: Predictors, model_id: str, asked: Sequence[Bars]) -> Say:
    """A model's say on the newest candles of some pairs, off the event loop.

    It has none on candles of a timeframe that it is not trained on, nor where it has learnt from anything after them.
    """

    def work() -> Say:
        say = Say([], [])
        for timeframe in sorted({bars.timeframe for bars in asked}):
            if (predictor := predictors.get(model_id, timeframe)) is not None:
                end = predictor.manifest.learnt_until
                unseen = [bars for bars in asked if bars.timeframe == timeframe and bars.newest_closed_at >= end]
                say.heard.extend(unseen)
                say.predictions.extend(predictor.predict(unseen))
        return say

    return await asyncio.to_thread(work) if asked else Say([], [])


def draft(model_id: str, made: Prediction) -> Draft:
    """A prediction as a signal that can be published."""
    bars = made.bars
    closed_at = bars.newest_closed_at
    sessions = sessions_of(bars.source, bars.timeframe)
    return Draft(
        model_id=model_id,
        pair=bars.pair,
        timeframe=bars.timeframe,
        direction=made.direction.value,
        entry=made.entry,
        take_profit=made.take_profit,
        stop_loss=made.stop_loss,
        confidence=Decimal(f"{made.confidence:.4f}"),
        reasons=made.reasons,
        candle_at=bars.newest_opened_at,
        expires_at=sessions.close_after(closed_at, HORIZON),
        past_from=sessions.close_after(closed_at),
        model_version=made.model_version,
        feature_hash=made.feature_hash,
    )


def require_open(bars: Bars, now: datetime) -> None:
    """Past data stands at its newest close, when the market was open; fresh data goes by the clock.

    Raises MarketClosed.
    """
    sessions = sessions_of(bars.source, bars.timeframe)
    is_past = sessions.close_after(bars.newest_closed_at) <= now
    if not is_past and not sessions.is_open(now):
        raise MarketClosed(sessions.opens_at(now))


async def _require_active(unit: Unit, model_id: str) -> None:
    query = select(col(SubscriptionModel.is_active)).where(col(SubscriptionModel.id) == model_id)
    if not (await unit.session.execute(query)).scalar_one_or_none():
        raise ModelRetired(model_id=model_id)
