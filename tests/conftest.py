"""Real PostgreSQL, real migrations: one embedded server a run, a database of its own for every test that asks."""

import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from app.cli.serve import prepare_database
from app.db.database import DatabaseUrls
from app.db.embedded import EmbeddedPostgres
from app.db.engine import create_engine
from app.db.health import DatabaseHealth
from app.db.unit import Unit, Units
from app.main import create_app
from app.resources import Resources
from app.settings import Settings, load_settings
from tests.factories import ADMIN_ID, BOT_TOKEN, JWT_KEY

pytest_plugins = ("tests.market", "tests.telegram.bot_api")
TEMPLATE = "seeded"
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """The run's server, with a migrated and seeded template database."""
    fast = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
    with EmbeddedPostgres.join(tmp_path_factory.mktemp("postgres"), settings=fast) as server:
        server.create_database(TEMPLATE)
        urls = DatabaseUrls(app=server.url_for(TEMPLATE, role="app"), owner=server.url_for(TEMPLATE, role="owner"))
        prepare_database(urls)
        yield server


@pytest.fixture
def database(postgres: EmbeddedPostgres) -> Iterator[DatabaseUrls]:
    """A fresh copy of the template; requests come in as the application's role."""
    name = f"test_{next(_numbers)}"
    postgres.create_database(name, template=TEMPLATE)
    yield DatabaseUrls(app=postgres.url_for(name, role="app"), owner=postgres.url_for(name, role="owner"))
    postgres.drop_database(name)


@pytest.fixture
def settings(database: DatabaseUrls, tmp_path: Path) -> Settings:
    return settings_for(database, tmp_path)


def settings_for(database: DatabaseUrls, folder: Path, **more: object) -> Settings:
    """Settings of a test: no environment, no `.env`, limits out of the way."""
    chosen: dict[str, object] = {
        "database_url": database.app,
        "data_dir": folder,
        "jwt_secret_key": JWT_KEY,
        "bot_token": BOT_TOKEN,
        "admin_telegram_id": str(ADMIN_ID),
        "login_rate_limit": "100000/minute",
        "user_rate_limit": "100000/minute",
        "admin_rate_limit": "100000/minute",
        "costly_rate_limit": "100000/minute",
        "market_provider": "none",
        "log_level": "error",
        "_env_file": None,
    }
    return load_settings(**(chosen | more))


@pytest.fixture
async def units(database: DatabaseUrls) -> AsyncIterator[Units]:
    """Units of work without an application around them."""
    engine = create_engine(database.app, pool_size=10)
    yield Units(engine, DatabaseHealth())
    await engine.dispose()


@pytest.fixture
async def unit(units: Units) -> AsyncIterator[Unit]:
    async with units.open() as opened:
        yield opened


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[FastAPI]:
    """The application with its lifespan, in this process."""
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        resources: Resources = app.state.resources
        await resources.bus.wait_listening()
        yield app


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[FastAPI]:
    async with running(settings) as application:
        yield application


@pytest.fixture
def resources(app: FastAPI) -> Resources:
    found: Resources = app.state.resources
    return found


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app) as http:
        yield http


def client_of(app: FastAPI) -> httpx.AsyncClient:
    """A client whose failures are the server's answers, never the server's exceptions."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("192.0.2.7", 1234))
    return httpx.AsyncClient(transport=transport, base_url="http://test")
