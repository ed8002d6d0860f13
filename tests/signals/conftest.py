"""A market: real rates of three pairs in a template database, and the five models trained on them."""

import itertools
import warnings
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from app.db.database import DatabaseUrls
from app.db.embedded import EmbeddedPostgres
from app.db.engine import create_engine
from app.db.health import DatabaseHealth
from app.db.unit import Units
from app.jobs.scheduler import TRY_LOCK
from app.resources import Resources
from app.services.market.candles import store_candles
from app.services.training import train_models
from app.settings import Settings
from app.signals.artifacts import Store
from app.signals.market.ecb import EcbRates
from app.signals.market.provider import Quote
from app.signals.strategies import STRATEGIES
from tests.conftest import TEMPLATE, client_of, running, settings_for

PAIRS = ("EUR/USD", "GBP/USD", "USD/JPY")
CANDLES = 1_600
_numbers = itertools.count(1)


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


@pytest.fixture
def market_database(postgres: EmbeddedPostgres, market: Market) -> Iterator[DatabaseUrls]:
    """A fresh copy of the market's database."""
    name = f"market_{next(_numbers)}"
    postgres.create_database(name, template=market.template)
    yield DatabaseUrls(app=postgres.url_for(name, role="app"), owner=postgres.url_for(name, role="owner"))
    postgres.drop_database(name)


@pytest.fixture
def market_settings(market_database: DatabaseUrls, market: Market) -> Settings:
    """Candles are at hand, and the clock stands still."""
    return settings_for(market_database, market.folder, market_replay_speed=0)


@pytest.fixture
async def market_units(market_database: DatabaseUrls) -> AsyncIterator[Units]:
    engine = create_engine(market_database.app, pool_size=5)
    yield Units(engine, DatabaseHealth())
    await engine.dispose()


@pytest.fixture
async def no_scheduler(market_database: DatabaseUrls) -> AsyncIterator[None]:
    """Holds the scheduler's lock, as another process would: nothing is published or ended but by the test."""
    connection = await asyncpg.connect(market_database.app)
    assert await connection.fetchval(TRY_LOCK)
    yield
    await connection.close()


@pytest.fixture
async def market_app(market_settings: Settings, no_scheduler: None) -> AsyncIterator[FastAPI]:
    async with running(market_settings) as application:
        yield application


@pytest.fixture
async def trader(market_app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the application with a market."""
    async with client_of(market_app) as http:
        yield http


@pytest.fixture
def market_resources(market_app: FastAPI) -> Resources:
    found: Resources = market_app.state.resources
    return found
