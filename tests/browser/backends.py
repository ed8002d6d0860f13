"""A server with a database of its own, both to be hurt: killed and started again, taken away and given back."""

import shutil
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import asyncpg

from app.db.database import DatabaseUrls
from app.db.embedded import EmbeddedPostgres
from app.db.engine import create_engine
from app.db.health import DatabaseHealth
from app.db.unit import Units
from tests.factories import Json
from tests.market import Market
from tests.servers import ServerProcess, free_port, server_process
from tests.signals.test_engine import close


class Backend:
    """Stays at one port and one database, however often it is started."""

    def __init__(self, postgres: EmbeddedPostgres, market: Market, folder: Path, name: str, **more: str) -> None:
        self._postgres, self._folder, self._name, self._more = postgres, folder, name, more
        self._port = free_port()
        self._stack = ExitStack()
        postgres.create_database(name, template=market.template)
        self._stack.callback(postgres.drop_database, name)
        self._urls = DatabaseUrls(app=postgres.url_for(name, role="app"), owner=postgres.url_for(name, role="owner"))
        shutil.copytree(market.folder, folder / "var", dirs_exist_ok=True)
        self.server = self.start()

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def owner_url(self) -> str:
        """The database as its owner, whom no rule of the application holds."""
        return self._urls.owner

    def start(self) -> ServerProcess:
        """Start the server again, after a kill."""
        process = server_process(self._folder, self._urls, port=self._port, more=self._more, MARKET_REPLAY_SPEED="0")
        self.server = self._stack.enter_context(process)
        return self.server

    def kill(self) -> None:
        """kill -9: nobody is told goodbye."""
        self.server.kill()

    def end(self) -> None:
        self._stack.close()

    async def close_signal(self, signal: Json, *steps: str) -> None:
        """Let days follow a signal's: "target", "stop" or "calm", in order."""
        engine = create_engine(self._urls.app, pool_size=2)
        try:
            await close(Units(engine, DatabaseHealth()), signal, *steps)
        finally:
            await engine.dispose()

    @asynccontextmanager
    async def database_away(self) -> AsyncIterator[None]:
        """The database ends every connection and takes no new one."""
        keeper = await asyncpg.connect(self._postgres.url_for("postgres", role="owner"))
        try:
            await keeper.execute(f'ALTER DATABASE "{self._name}" ALLOW_CONNECTIONS false')
            await keeper.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", self._name
            )
            yield
        finally:
            await keeper.execute(f'ALTER DATABASE "{self._name}" ALLOW_CONNECTIONS true')
            await keeper.close()
