"""The bus on PostgreSQL's LISTEN/NOTIFY: one connection a process, which also tells whether the database answers."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

import asyncpg
from pydantic import ValidationError

from app.bus.events import EVENTS, Event
from app.bus.protocol import News
from app.bus.publish import CHANNEL
from app.db.engine import is_away
from app.db.health import DatabaseHealth
from app.telemetry import get_logger

PING_EVERY: Final = 0.5
PING_TIMEOUT: Final = 0.8
SECOND_CHANCE: Final = 0.3
FIRST_RETRY: Final = 0.05
LAST_RETRY: Final = 1.0
MAX_WAITING: Final = 10_000
"""Events that may wait; past that they are dropped and a gap is announced."""

_PING: Final = f"LISTEN {CHANNEL}"
"""Listening again changes nothing, and keeps the connection recognisable in pg_stat_activity."""

log = get_logger(__name__)


class PostgresBus:
    """Listens for ever. A dead connection is noticed at once, a silent one within 1.6 seconds."""

    def __init__(self, connect: Callable[[], Awaitable[asyncpg.Connection]], health: DatabaseHealth) -> None:
        self._connect = connect
        self._health = health
        self._waiting: list[Event] = []
        self._gap = False
        self._wake = asyncio.Event()
        self._listening = asyncio.Event()

    @property
    def is_listening(self) -> bool:
        return self._listening.is_set()

    async def wait_listening(self) -> None:
        await self._listening.wait()

    async def next(self) -> News:
        """Wait for news and take all there is."""
        await self._wake.wait()
        self._wake.clear()
        news = News(tuple(self._waiting), self._gap)
        self._waiting, self._gap = [], False
        return news

    async def run(self) -> None:
        """Listen until cancelled."""
        delay = FIRST_RETRY
        while True:
            try:
                connection = await self._connect()
            except Exception as error:  # noqa: BLE001 - whatever it is, the only thing to do is to try again
                if not is_away(error):
                    log.warning("bus cannot connect", error=str(error))
                self._health.lost()
                await asyncio.sleep(delay * random.uniform(0.5, 1.5))  # noqa: S311 - spreads reconnections
                delay = min(delay * 2, LAST_RETRY)
                continue
            delay = FIRST_RETRY
            await self._listen(connection)
            log.warning("bus lost its connection")

    async def _listen(self, connection: asyncpg.Connection) -> None:
        closed = asyncio.Event()
        connection.add_termination_listener(lambda _: closed.set())
        try:
            async with asyncio.timeout(PING_TIMEOUT):
                await connection.add_listener(CHANNEL, self._receive)
            self._health.found()
            self._listening.set()
            self._announce_gap()
            await self._watch(connection, closed)
        except Exception as error:
            if not is_away(error):
                raise
        finally:
            self._listening.clear()
            connection.terminate()

    async def _watch(self, connection: asyncpg.Connection, closed: asyncio.Event) -> None:
        """Return when the connection has died; tell ``health`` when it has only fallen silent."""
        while not closed.is_set():
            if not await _answers(connection):
                self._health.lost()
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(PING_EVERY):
                    await closed.wait()

    def _receive(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        try:
            event = EVENTS.validate_json(str(payload))
        except ValidationError:
            log.warning("bus heard something it does not know")
            return
        if len(self._waiting) >= MAX_WAITING:
            self._waiting.clear()
            self._announce_gap()
        self._waiting.append(event)
        self._wake.set()

    def _announce_gap(self) -> None:
        self._gap = True
        self._wake.set()


async def _answers(connection: asyncpg.Connection) -> bool:
    """Ask twice: a process that was itself too busy finds the first answer late and the second one in time."""
    for patience in (PING_TIMEOUT, SECOND_CHANCE):
        try:
            async with asyncio.timeout(patience):
                await connection.execute(_PING)
        except TimeoutError:
            continue
        return True
    return False
