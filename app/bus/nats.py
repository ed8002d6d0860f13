"""The bus on NATS, for more hosts and more changes a second than NOTIFY's commit lock bears."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import asyncpg
import nats
from nats.aio.client import Client
from nats.aio.msg import Msg

from app.bus.inbox import Inbox
from app.bus.outbox import BusOutbox
from app.bus.protocol import News
from app.db.health import DatabaseHealth
from app.db.watch import DatabaseWatch
from app.telemetry import get_logger

SUBJECT: Final = "forexsignals.events"
POLL_EVERY: Final = 2.0
"""Seconds between two announced gaps while no server is there: screens heal by reading instead."""

PATIENCE: Final = 2
RETRY: Final = 0.5

log = get_logger(__name__)


class NatsBus:
    """Hears on NATS; publishes from the outbox table; watches the database by a connection of its own."""

    ping: Final = "SELECT 'forexsignals watches'"
    polls: Final = True

    def __init__(
        self,
        servers: Sequence[str],
        connect: Callable[[], Awaitable[asyncpg.Connection]],
        pool: asyncpg.Pool,
        health: DatabaseHealth,
    ) -> None:
        self._servers = list(servers)
        self._watch = DatabaseWatch(connect, health, self)
        self._inbox = Inbox()
        self._listening = asyncio.Event()
        self._client: Client | None = None
        self.outbox = BusOutbox(pool, health, self._send)

    @property
    def is_listening(self) -> bool:
        return self._listening.is_set()

    async def wait_listening(self) -> None:
        await self._listening.wait()

    async def next(self) -> News:
        return await self._inbox.next()

    async def run(self) -> None:
        """Listen, publish and watch until cancelled."""
        jobs = (self._watch.run(), self.outbox.run(), self._listen(), self._poll())
        async with asyncio.TaskGroup() as group:
            for job in jobs:
                group.create_task(job)

    async def greet(self, connection: asyncpg.Connection) -> None:
        await connection.execute(self.ping)

    def opened(self) -> None:
        """The database is back: what was in the outbox may have gone with it."""
        self._inbox.announce_gap()

    def closed(self) -> None:
        """Nothing to do: news do not come from the database."""

    async def _listen(self) -> None:
        """Connect, however long that takes; from then on the client comes back after every loss by itself."""
        client = Client()
        try:
            await client.connect(
                self._servers,
                name="forexsignals",
                error_cb=self._failed,
                disconnected_cb=self._lost,
                reconnected_cb=self._found,
                connect_timeout=PATIENCE,
                reconnect_time_wait=RETRY,  # type: ignore[arg-type]
                max_reconnect_attempts=-1,
                ping_interval=1,
                max_outstanding_pings=2,
            )
            await client.subscribe(SUBJECT, cb=self._hear)
            self._client = client
            await self._found()
            await asyncio.Event().wait()
        finally:
            await client.close()

    async def _poll(self) -> None:
        was_listening = True
        while True:
            await asyncio.sleep(POLL_EVERY)
            if not self.is_listening:
                self._inbox.announce_gap()
                if was_listening:
                    log.warning("no NATS server answers; screens are told by reading again")
            was_listening = self.is_listening

    async def _hear(self, message: Msg) -> None:
        self._inbox.put(message.data)

    async def _found(self) -> None:
        self._listening.set()
        self._inbox.announce_gap()

    async def _lost(self) -> None:
        self._listening.clear()

    async def _failed(self, error: Exception) -> None:
        """A slow consumer has lost messages; whatever else it is, reading again does no harm."""
        log.warning("NATS reports a failure", kind=type(error).__name__)  # its text may hold a URL
        self._inbox.announce_gap()

    async def _send(self, payloads: Sequence[str]) -> None:
        client = self._client
        if client is None or not client.is_connected:
            raise ConnectionError("no NATS server")
        try:
            for payload in payloads:
                await client.publish(SUBJECT, payload.encode())
            await client.flush(timeout=PATIENCE)
        except (nats.errors.Error, TimeoutError) as error:
            raise ConnectionError("the NATS server did not take it") from error
