"""Whether the database answers, and the early end of work that waits for one that does not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakSet

import asyncpg

from app.errors import DatabaseUnavailable


class DatabaseHealth:
    """Told by the process's listener whether PostgreSQL answers.

    While it does not, new work is refused at once, and work that hangs is cut off, so that nobody waits for a database
    that is away. A busy database is not away: waiting for a lock or for a free connection is not cut off.
    """

    def __init__(self) -> None:
        self._deadlines: set[asyncio.Timeout] = set()
        self._connections: WeakSet[asyncpg.Connection] = WeakSet()
        self._answers = asyncio.Event()
        self._answers.set()

    @property
    def answers(self) -> bool:
        return self._answers.is_set()

    async def wait(self) -> None:
        """Wait until the database answers."""
        await self._answers.wait()

    def found(self) -> None:
        self._answers.set()

    def track(self, connection: asyncpg.Connection) -> asyncpg.Connection:
        """Remember a connection, to cut it when the database is lost."""
        self._connections.add(connection)
        return connection

    def lost(self) -> None:
        """Cut every connection, so that nothing waits for an answer or a rollback, and end what is under way."""
        self._answers.clear()
        for connection in list(self._connections):
            connection.terminate()
        self._connections.clear()
        for deadline in self._deadlines:
            if not deadline.expired():
                deadline.reschedule(asyncio.get_running_loop().time())

    @asynccontextmanager
    async def deadline(self) -> AsyncIterator[None]:
        """Run a block that ends with TimeoutError if the database is lost meanwhile.

        Raises DatabaseUnavailable at once while it is away.
        """
        if not self.answers:
            raise DatabaseUnavailable
        async with asyncio.timeout(None) as deadline:
            self._deadlines.add(deadline)
            try:
                yield
            finally:
                self._deadlines.discard(deadline)
