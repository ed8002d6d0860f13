"""Copies of the market's database, and applications and units of work on them."""

import itertools
from collections.abc import AsyncIterator, Iterator

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from app.db.database import DatabaseUrls
from app.db.embedded import EmbeddedPostgres
from app.db.engine import create_engine
from app.db.health import DatabaseHealth
from app.db.unit import Units
from app.resources import Resources
from app.resources.leader import TRY
from app.settings import Settings
from tests.conftest import client_of, running, settings_for
from tests.market import CANDLES, PAIRS, Market

__all__ = ["CANDLES", "PAIRS", "Market"]
_numbers = itertools.count(1)


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
    """Holds the scheduler's lock, as another process would: nothing is published or ended but by the test.

    As the owner: a connection of the application's role that says nothing would be ended by those that wait.
    """
    connection = await asyncpg.connect(market_database.owner)
    assert await connection.fetchval(TRY, "forexsignals.scheduler")
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
