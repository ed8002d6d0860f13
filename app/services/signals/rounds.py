"""What happens when candles have closed: signals end, and every model speaks about every pair whose candle is new."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import col

from app.db.unit import Units
from app.models.subscriptions import SubscriptionModel
from app.services.market.candles import read_bars
from app.services.market.clock import market_moment
from app.services.market.series import signal_series
from app.services.signals.generate import draft, predict
from app.services.signals.ledger import publish_once
from app.services.signals.records import end_signals
from app.signals.bars import Bars
from app.signals.features import HISTORY
from app.signals.predictor import Prediction, Predictors
from app.signals.strategies import STRATEGIES

Candle = tuple[str, str, str]
"""Pair, timeframe and opening of a candle."""


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did. ``handled``: by model, the newest candles that it has had its say on, now or earlier."""

    ended: int
    published: int
    handled: frozenset[tuple[str, Candle]]

    @property
    def models(self) -> frozenset[str]:
        """The models that have had their say on any of the newest candles."""
        return frozenset(model_id for model_id, _ in self.handled)


async def hold_round(units: Units, predictors: Predictors, done: Round | None) -> Round:
    """End what the candles decide, then publish what is still missing for the newest ones.

    Safe to run at any time and in any number of processes: whatever exists already is left as it is. A model passes
    over the candles that it has had its say on by ``done``, an earlier round, but not those it could not speak about.
    """
    async with units.open() as unit:
        ended = await end_signals(unit)
    newest = await _newest(units)
    before = frozenset[tuple[str, Candle]]() if done is None else done.handled
    published, handled = 0, set[tuple[str, Candle]]()
    for model_id in await _active_models(units):
        say = await predict(predictors, model_id, [b for b in newest if (model_id, _candle(b)) not in before])
        published += await _publish(units, model_id, [one for one in say.predictions if one.is_spoken])
        handled |= {(model_id, _candle(bars)) for bars in say.heard}
        handled |= before & {(model_id, _candle(bars)) for bars in newest}
    return Round(len(ended), published, frozenset(handled))


def _candle(bars: Bars) -> Candle:
    return bars.pair, bars.timeframe, bars.newest_opened_at.isoformat()


async def _newest(units: Units) -> list[Bars]:
    """The candles of every pair up to the market's moment."""
    found: list[Bars] = []
    async with units.open() as unit:
        series = (await signal_series(unit)).values()
        for timeframe in sorted({one.timeframe for one in series}):
            pairs = sorted(one.pair for one in series if one.timeframe == timeframe)
            until = await market_moment(unit, timeframe)
            found += await read_bars(unit, pairs, timeframe=timeframe, until=until, most=HISTORY)
    return found


async def _active_models(units: Units) -> list[str]:
    async with units.open() as unit:
        query = select(col(SubscriptionModel.id)).where(col(SubscriptionModel.is_active))
        active = set((await unit.session.execute(query)).scalars())
    return [model_id for model_id in STRATEGIES if model_id in active]


async def _publish(units: Units, model_id: str, predictions: Sequence[Prediction]) -> int:
    """Write a model's signals in one transaction; return how many did not exist before."""
    if not predictions:
        return 0
    async with units.open() as unit:
        made = [await publish_once(unit, draft(model_id, prediction)) for prediction in predictions]
    return sum(is_new for _, is_new in made)
