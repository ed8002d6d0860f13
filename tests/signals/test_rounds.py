"""Rounds while models become ready one after the other, each on one timeframe first."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from app.db.unit import Units
from app.models.market import Timeframe
from app.services.market.candles import store_candles
from app.services.signals.rounds import hold_round
from app.signals.artifacts import Store
from app.signals.market.provider import Quote
from app.signals.pairs import PAIRS
from app.signals.predictor import Predictors
from tests.factories import FREE_MODEL, PAID_MODEL
from tests.signals.conftest import Market
from tests.signals.test_learning import hourly

HOUR = timedelta(hours=1)


@pytest.fixture
async def hours(market_units: Units, newest_quotes: list[Quote]) -> None:
    """Hours of the euro that end where the days do, enough for its signals to be made on them."""
    start = max(quote.closed_at for quote in newest_quotes) - 1_000 * HOUR
    walk, price = hourly(4, 1_000), PAIRS["EUR/USD"].price
    made = []
    for n, row in enumerate(zip(walk.opens, walk.highs, walk.lows, walk.closes, strict=True)):
        opening, high, low, close = (price(value) for value in row)
        made.append(Quote("EUR/USD", start + n * HOUR, opening, high, low, close, start + (n + 1) * HOUR))
    async with market_units.open() as unit:
        await store_candles(unit, made, timeframe="1h", source="import")


def make_ready(market: Market, store: Store, model_id: str, timeframe: Timeframe) -> None:
    """Save what was trained on days as the model of a timeframe."""
    trained = Store(market.folder / "models")
    found = trained.load(model_id, "1d")
    assert found is not None
    manifest, graph = found
    backtest = trained.backtest(manifest)
    assert backtest is not None
    store.save(manifest.model_copy(update={"timeframe": timeframe, "threshold": 0.0}), graph, backtest)


async def published(units: Units, model_id: str) -> set[tuple[str, str]]:
    query = text("SELECT pair, timeframe FROM signals WHERE model_id = :model_id")
    async with units.open() as unit:
        return {(pair, timeframe) for pair, timeframe in await unit.session.execute(query, {"model_id": model_id})}


@pytest.mark.usefixtures("hours")
async def test_a_model_that_becomes_ready_on_another_timeframe_speaks_without_a_new_candle(
    market: Market, market_units: Units, tmp_path: Path
) -> None:
    store = Store(tmp_path)
    predictors = Predictors(store)
    days, all_ = {("GBP/USD", "1d"), ("USD/JPY", "1d")}, {("EUR/USD", "1h"), ("GBP/USD", "1d"), ("USD/JPY", "1d")}

    nobody = await hold_round(market_units, predictors, None)
    assert (nobody.published, nobody.handled, nobody.models) == (0, frozenset(), frozenset())
    make_ready(market, store, FREE_MODEL, "1d")
    first = await hold_round(market_units, predictors, nobody)
    assert (first.published, first.models) == (2, frozenset({FREE_MODEL}))
    assert await published(market_units, FREE_MODEL) == days
    assert {(model_id, pair, timeframe) for model_id, (pair, timeframe, _) in first.handled} == {
        (FREE_MODEL, *candle) for candle in days
    }

    make_ready(market, store, PAID_MODEL, "1d")
    make_ready(market, store, FREE_MODEL, "1h")
    second = await hold_round(market_units, predictors, first)
    assert (second.published, second.models) == (3, frozenset({FREE_MODEL, PAID_MODEL}))
    assert await published(market_units, FREE_MODEL) == all_
    assert await published(market_units, PAID_MODEL) == days

    third = await hold_round(market_units, predictors, second)
    assert (third.published, third.handled) == (0, second.handled)
    assert len(third.handled) == len(all_) + len(days)


async def test_a_candle_below_the_threshold_is_handled(market: Market, market_units: Units, tmp_path: Path) -> None:
    store = Store(tmp_path)
    make_ready(market, store, FREE_MODEL, "1d")
    predictors = Predictors(store)
    predictor = predictors.get(FREE_MODEL, "1d")
    assert predictor is not None
    predictor.manifest = predictor.manifest.model_copy(update={"threshold": 1.0})
    silent = await hold_round(market_units, predictors, None)
    assert (silent.published, len(silent.handled), silent.models) == (0, 3, frozenset({FREE_MODEL}))
    predictor.manifest = predictor.manifest.model_copy(update={"threshold": 0.0})
    assert (await hold_round(market_units, predictors, silent)).published == 0, "it has had its say"
