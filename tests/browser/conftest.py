"""One browser and one server a run; for each test people of its own, each with a phone of their own."""

import itertools
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from app.db.database import DatabaseUrls
from app.db.embedded import EmbeddedPostgres
from tests.browser.backends import Backend
from tests.browser.chromium import FLAGS, find_chromium
from tests.browser.faults import Faults
from tests.browser.looks import PATIENCE
from tests.browser.phones import Phones
from tests.factories import ADMIN_ID, Person, sign_in
from tests.market import Market
from tests.servers import ServerProcess, server_process

expect.set_options(timeout=PATIENCE)
_ids = itertools.count(5_000_001)
_databases = itertools.count(1)


@pytest.fixture(scope="session")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    """The run's browser."""
    found = find_chromium(tmp_path_factory.mktemp("browser"))
    home = tmp_path_factory.mktemp("home")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=found.executable,
            args=list(FLAGS),
            env={**os.environ, **found.environment, "HOME": str(home), "XDG_CACHE_HOME": str(home)},
            chromium_sandbox=False,
        )
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
def start_server(
    postgres: EmbeddedPostgres, market: Market, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., ServerProcess]]:
    """Starts servers, each on a copy of the market's database with its trained models; the clock stands still.

    Takes settings by their names, as ``server_process`` does. For a test that stops a server, blocks the admin or
    needs other settings; all others share ``app_server``.
    """
    with ExitStack() as stack:

        def start(**environment: str) -> ServerProcess:
            name = f"browser_{next(_databases)}"
            postgres.create_database(name, template=market.template)
            stack.callback(postgres.drop_database, name)
            urls = DatabaseUrls(app=postgres.url_for(name, role="app"), owner=postgres.url_for(name, role="owner"))
            folder = tmp_path_factory.mktemp("server")
            shutil.copytree(market.folder, folder / "var", dirs_exist_ok=True)
            chosen = {"MARKET_REPLAY_SPEED": "0"} | environment
            return stack.enter_context(server_process(folder, urls, more=chosen))

        yield start


@pytest.fixture(scope="session")
def app_server(start_server: Callable[..., ServerProcess]) -> ServerProcess:
    """The server that tests share, so each of them works with people of its own."""
    return start_server()


@pytest.fixture(scope="session")
def backend(postgres: EmbeddedPostgres, market: Market, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    """A server that tests may kill, and whose market they may move on. Whoever hurts it heals it."""
    backend = Backend(postgres, market, tmp_path_factory.mktemp("backend"), "browser_backend")
    yield backend
    backend.end()


@pytest.fixture
async def backend_admin(backend: Backend) -> AsyncIterator[Person]:
    """The admin of that server, signed in elsewhere."""
    async with httpx.AsyncClient(base_url=backend.url, timeout=30) as client:
        yield await sign_in(client, ADMIN_ID)


@pytest.fixture
def new_id() -> Callable[[], int]:
    """Telegram ids that no other test uses."""
    return lambda: next(_ids)


@pytest.fixture
async def api(app_server: ServerProcess) -> AsyncIterator[httpx.AsyncClient]:
    """The shared server without a browser."""
    async with httpx.AsyncClient(base_url=app_server.url, timeout=30) as client:
        yield client


@pytest.fixture
async def admin(api: httpx.AsyncClient) -> Person:
    """The admin, signed in elsewhere, to change what people may see."""
    return await sign_in(api, ADMIN_ID)


@pytest.fixture
def faults() -> Faults:
    """What went wrong in this test's pages; ``faults.expect(pattern)`` for what is meant to."""
    return Faults()


@pytest.fixture
def open_app(phones: Phones) -> Callable[..., Awaitable[Page]]:
    """Short for ``phones.open``."""
    return phones.open


@pytest.fixture
async def phones(browser: Browser, app_server: ServerProcess, faults: Faults) -> AsyncIterator[Phones]:
    """Opens the app as Telegram does: ``await phones.open(telegram_id)``."""
    phones = Phones(browser, app_server.url, faults)
    yield phones
    await phones.close()
    faults.check()
