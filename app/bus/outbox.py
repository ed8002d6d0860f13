"""From the table ``bus_outbox`` to a bus that is not the database: at once by who has written, else by whoever looks.

A row goes after it has been published, so an event may be heard twice and is never lost.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession

from app.bus.publish import WRITTEN, OutboxRow
from app.db.engine import is_away
from app.db.health import DatabaseHealth
from app.telemetry import get_logger

MAX_WAITING: Final = 10_000
"""Rows that wait here; more are left to the look at the table."""

AT_ONCE: Final = 500
LOOK_EVERY: Final = 1.0

_GONE: Final = "DELETE FROM bus_outbox WHERE id = ANY($1)"

_LEFT: Final = """
SELECT id, payload FROM bus_outbox WHERE created_at < now() - interval '1 second' ORDER BY id LIMIT 500
FOR UPDATE SKIP LOCKED
"""

Send = Callable[[Sequence[str]], Awaitable[None]]

log = get_logger(__name__)


class BusOutbox:
    """Publishes what this process has written, and once a second what a process that has died has left."""

    def __init__(self, pool: asyncpg.Pool, health: DatabaseHealth, send: Send) -> None:
        """``send`` publishes payloads and returns once the bus has them; raises ConnectionError where it cannot."""
        self._pool = pool
        self._health = health
        self._send = send
        self._waiting: list[OutboxRow] = []
        self._wake = asyncio.Event()

    def committed(self, session: AsyncSession) -> None:
        """Take over what a session has written and committed."""
        rows: list[OutboxRow] = session.info.pop(WRITTEN, [])
        if rows and len(self._waiting) < MAX_WAITING:
            self._waiting += rows
            self._wake.set()

    async def run(self) -> None:
        """Publish until cancelled."""
        await asyncio.gather(self._forever(self._publish_own), self._forever(self._publish_left))

    async def _forever(self, step: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await step()
            except Exception as error:
                if not isinstance(error, ConnectionError) and not is_away(error):
                    log.exception("the bus's outbox failed and will try again")
                await asyncio.sleep(LOOK_EVERY)

    async def _publish_own(self) -> None:
        await self._wake.wait()
        self._wake.clear()
        rows, self._waiting = self._waiting, []
        for start in range(0, len(rows), AT_ONCE):
            some = rows[start : start + AT_ONCE]
            await self._send([payload for _, payload in some])
            await self._pool.execute(_GONE, [number for number, _ in some])

    async def _publish_left(self) -> None:
        await asyncio.sleep(LOOK_EVERY * random.uniform(0.5, 1.5))  # noqa: S311 - spreads the looks of many processes
        await self._health.wait()
        async with self._pool.acquire() as connection, connection.transaction():
            rows = await connection.fetch(_LEFT)
            if rows:
                await self._send([row["payload"] for row in rows])
                await connection.execute(_GONE, [row["id"] for row in rows])
