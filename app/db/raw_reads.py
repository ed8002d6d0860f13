"""Queries on the raw pool, for reads that are too frequent for a session."""

import asyncpg

from app.db.engine import raise_if_away
from app.db.health import DatabaseHealth
from app.errors import DatabaseUnavailable


class RawReads:
    """Each query is a transaction of its own; a connection found dead is replaced once before giving up."""

    def __init__(self, pool: asyncpg.Pool, health: DatabaseHealth) -> None:
        self._pool = pool
        self._health = health

    def refuse_while_away(self) -> None:
        """Raise DatabaseUnavailable where it is known that nothing will answer."""
        if not self._health.answers:
            raise DatabaseUnavailable

    async def fetch(self, query: str, *values: object) -> list[asyncpg.Record]:
        """All rows. Raises DatabaseUnavailable."""
        try:
            try:
                return list(await self._pool.fetch(query, *values))
            except (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, ConnectionError):
                return list(await self._pool.fetch(query, *values))
        except Exception as error:
            raise_if_away(error)
            raise
