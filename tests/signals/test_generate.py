"""The signal that is made without naming a pair: the surest one, of what is published first of all."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import text

from app.db.unit import Units
from app.models.market import Timeframe
from app.schemas.signals import GeneratedSignal
from app.services.market.candles import read_bars
from app.services.signals.generate import generate, predict
from app.signals.artifacts import Store
from app.signals.bars import Bars
from app.signals.features import WARM_UP
from app.signals.predictor import Prediction, Predictor, Predictors
from tests.factories import FREE_MODEL
from tests.signals.conftest import Market
from tests.signals.test_learning import cut, hourly

Confidences = dict[str, float]


class Opinion(Predictor):
    """A trained model that is as sure of each pair as it is told to be; below one half it keeps silent."""

    def __init__(self, trained: Predictor, confidences: Confidences) -> None:
        self.manifest = trained.manifest
        self.asked: list[str] = []
        self._trained = trained
        self._confidences = confidences

    def predict(self, asked: Sequence[Bars]) -> list[Prediction]:
        self.asked += [bars.pair for bars in asked]
        made = [(one, self._confidences[one.bars.pair]) for one in self._trained.predict(asked)]
        return [replace(one, confidence=sure, is_spoken=sure >= 0.5) for one, sure in made]


class Trained(Predictors):
    """Predictors of which every model has the same opinion."""

    def __init__(self, store: Store, euro: float, pound: float, yen: float) -> None:
        super().__init__(store)
        trained = super().get(FREE_MODEL, "1d")
        assert trained is not None
        self.opinion = Opinion(trained, {"EUR/USD": euro, "GBP/USD": pound, "USD/JPY": yen})

    def get(self, model_id: str, timeframe: Timeframe) -> Predictor | None:
        return self.opinion if timeframe == "1d" else None


@pytest.fixture
def store(market: Market) -> Store:
    return Store(market.folder / "models")


async def ask(units: Units, predictors: Predictors, pair: str | None = None) -> GeneratedSignal:
    async with units.open() as unit:
        return await generate(unit, predictors, model_id=FREE_MODEL, pair=pair, timeframe=None)


async def pair_of(units: Units, predictors: Predictors, pair: str | None = None) -> str:
    signal = (await ask(units, predictors, pair)).signal
    assert signal is not None
    return signal.pair


async def published(units: Units) -> list[str]:
    async with units.open() as unit:
        return list((await unit.session.execute(text("SELECT pair FROM signals ORDER BY seq"))).scalars())


async def test_what_was_answered_stays_the_answer_after_a_retraining(market_units: Units, store: Store) -> None:
    before, after = Trained(store, 0.60, 0.55, 0.50), Trained(store, 0.40, 0.59, 0.50)
    first = await ask(market_units, before)
    assert first.signal is not None
    assert first.signal.pair == "EUR/USD"
    for predictors in (after, before, after):
        assert await ask(market_units, predictors) == first
    assert await published(market_units) == ["EUR/USD"]
    assert "EUR/USD" not in after.opinion.asked, "of what is published the model is not asked again"


async def test_a_pair_that_is_surer_than_what_is_published_is_published_too(market_units: Units, store: Store) -> None:
    predictors = Trained(store, 0.52, 0.55, 0.57)
    assert await pair_of(market_units, predictors, "GBP/USD") == "GBP/USD"
    assert await pair_of(market_units, predictors) == "USD/JPY"
    assert await published(market_units) == ["GBP/USD", "USD/JPY"]


async def test_of_equally_sure_ones_the_first_by_name_is_taken(market_units: Units, store: Store) -> None:
    """As sure as they are published to be, in four digits: later on nothing else is known of them."""
    predictors = Trained(store, 0.55001, 0.55002, 0.55003)
    assert [await pair_of(market_units, predictors) for _ in range(2)] == ["EUR/USD"] * 2
    assert await pair_of(market_units, predictors, "GBP/USD") == "GBP/USD"
    assert await pair_of(market_units, predictors) == "EUR/USD"


async def test_what_is_published_answers_a_model_that_is_silent_or_gone(
    market_units: Units, store: Store, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert await pair_of(market_units, Trained(store, 0.50, 0.55, 0.45)) == "GBP/USD"
    silent, gone = Trained(store, 0.4, 0.4, 0.4), Predictors(Store(tmp_path_factory.mktemp("empty")))
    for predictors in (silent, gone):
        assert await pair_of(market_units, predictors) == "GBP/USD"
    assert (await ask(market_units, silent, "EUR/USD")).reason == "below_threshold"
    assert (await ask(market_units, gone, "EUR/USD")).reason == "model_training"


async def test_a_model_has_its_say_where_it_has_nothing_to_say(market_units: Units, store: Store) -> None:
    """Too few candles are a say; a timeframe that it is not trained on is none, nor is what it has learnt beyond."""
    async with market_units.open() as unit:
        (few,) = await read_bars(unit, ["EUR/USD"], timeframe="1d", until=await unit.now(), most=WARM_UP)
    past = cut(few, 0, WARM_UP - 1)
    say = await predict(Trained(store, 0.5, 0.5, 0.5), FREE_MODEL, [few, past, hourly(1)])
    assert (say.predictions, [one is few for one in say.heard]) == ([], [True])
