"""One connection that is always open, by which the process knows whether its database answers."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final, Protocol

import asyncpg

from app.db.engine import is_away
from app.db.health import DatabaseHealth
from app.telemetry import get_logger

PING_EVERY: Final = 0.5
PING_TIMEOUT: Final = 0.8
SECOND_CHANCE: Final = 0.3
GREET_TIMEOUT: Final = 1.5
"""A greeting may take several round trips, which a slow database is given."""

FIRST_RETRY: Final = 0.05
LAST_RETRY: Final = 1.0

log = get_logger(__name__)


class Watcher(Protocol):
    """Who uses the connection, and is told of its beginning and its end."""

    @property
    def ping(self) -> str:
        """The statement that is asked again and again; it keeps the connection recognisable in pg_stat_activity."""

    async def greet(self, connection: asyncpg.Connection) -> None:
        """Called first; may raise what says that the database is away."""

    def opened(self) -> None: ...

    def closed(self) -> None: ...


class DatabaseWatch:
    """Keeps the connection for ever. A dead one is noticed at once, a silent one within 1.6 seconds."""

    def __init__(
        self, connect: Callable[[], Awaitable[asyncpg.Connection]], health: DatabaseHealth, watcher: Watcher
    ) -> None:
        self._connect = connect
        self._health = health
        self._watcher = watcher

    async def run(self) -> None:
        """Watch until cancelled."""
        delay = FIRST_RETRY
        while True:
            try:
                connection = await self._connect()
            except Exception as error:  # noqa: BLE001 - whatever it is, the only thing to do is to try again
                if not is_away(error):
                    log.warning("the database's watcher cannot connect", error=str(error))
                self._health.lost()
                await asyncio.sleep(delay * random.uniform(0.5, 1.5))  # noqa: S311 - spreads reconnections
                delay = min(delay * 2, LAST_RETRY)
                continue
            delay = FIRST_RETRY
            await self._hold(connection)
            log.warning("the database's watcher lost its connection")

    async def _hold(self, connection: asyncpg.Connection) -> None:
        gone = asyncio.Event()
        connection.add_termination_listener(lambda _: gone.set())
        try:
            async with asyncio.timeout(GREET_TIMEOUT):
                await self._watcher.greet(connection)
            self._health.found()
            self._watcher.opened()
            await self._look(connection, gone)
        except Exception as error:
            if not is_away(error):
                raise
        finally:
            self._watcher.closed()
            connection.terminate()

    async def _look(self, connection: asyncpg.Connection, gone: asyncio.Event) -> None:
        """Return when the connection has died; tell ``health`` when it has only fallen silent."""
        while not gone.is_set():
            if not await self._answers(connection):
                self._health.lost()
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(PING_EVERY):
                    await gone.wait()

    async def _answers(self, connection: asyncpg.Connection) -> bool:
        """Ask twice: a process that was itself too busy finds the first answer late and the second one in time."""
        for patience in (PING_TIMEOUT, SECOND_CHANCE):
            try:
                async with asyncio.timeout(patience):
                    await connection.execute(self._watcher.ping)
            except TimeoutError:
                continue
            return True
        return False
