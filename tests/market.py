"""A market, made once a run: real rates of three pairs in a template database, and the five models trained on them."""

import warnings
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.db.embedded import EmbeddedPostgres
from app.db.engine import create_engine
from app.db.health import DatabaseHealth
from app.db.unit import Units
from app.services.market.candles import store_candles
from app.services.training import train_models
from app.signals.artifacts import Store
from app.signals.market.ecb import EcbRates
from app.signals.market.provider import Quote
from app.signals.strategies import STRATEGIES
from tests.conftest import TEMPLATE

PAIRS = ("EUR/USD", "GBP/USD", "USD/JPY")
CANDLES = 1_600


@pytest.fixture(scope="session")
async def quotes() -> list[Quote]:
    """All rates of all pairs since 1999."""
    return [quote async for piece in EcbRates().candles({}) for quote in piece]


@pytest.fixture(scope="session")
def newest_quotes(quotes: list[Quote]) -> list[Quote]:
    """The newest rates of the three pairs."""
    return [quote for pair in PAIRS for quote in [q for q in quotes if q.pair == pair][-CANDLES:]]


@dataclass(frozen=True, slots=True)
class Market:
    """A database to copy, and the data folder with the models trained on it."""

    template: str
    folder: Path


@pytest.fixture(scope="session")
async def market(
    postgres: EmbeddedPostgres, newest_quotes: list[Quote], tmp_path_factory: pytest.TempPathFactory
) -> Market:
    """Candles and models, made once a run."""
    found = Market("market", tmp_path_factory.mktemp("market"))
    postgres.create_database(found.template, template=TEMPLATE)
    engine = create_engine(postgres.url_for(found.template, role="app"), pool_size=2)
    units = Units(engine, DatabaseHealth())
    async with units.open() as unit:
        await store_candles(unit, newest_quotes, timeframe="1d", source="ecb")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        trained = await train_models(
            units,
            Store(found.folder / "models"),
            models=set(STRATEGIES),
            timeframes=None,
            replays=False,
            force=False,
            report=lambda _: None,
        )
    assert trained == len(STRATEGIES)
    await engine.dispose()
    return found
