"""The bus on PostgreSQL's LISTEN/NOTIFY: the connection that listens also tells whether the database answers."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import asyncpg

from app.bus.inbox import Inbox
from app.bus.protocol import News
from app.bus.publish import CHANNEL
from app.db.health import DatabaseHealth
from app.db.watch import DatabaseWatch


class PostgresBus:
    """Listens for ever."""

    ping: Final = f"LISTEN {CHANNEL}"
    """Listening again changes nothing."""

    polls: Final = False

    def __init__(self, connect: Callable[[], Awaitable[asyncpg.Connection]], health: DatabaseHealth) -> None:
        self._watch = DatabaseWatch(connect, health, self)
        self._inbox = Inbox()
        self._listening = asyncio.Event()

    @property
    def is_listening(self) -> bool:
        return self._listening.is_set()

    async def wait_listening(self) -> None:
        await self._listening.wait()

    async def next(self) -> News:
        return await self._inbox.next()

    async def run(self) -> None:
        await self._watch.run()

    async def greet(self, connection: asyncpg.Connection) -> None:
        await connection.add_listener(CHANNEL, self._receive)

    def opened(self) -> None:
        self._listening.set()
        self._inbox.announce_gap()

    def closed(self) -> None:
        self._listening.clear()

    def _receive(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        self._inbox.put(str(payload))
