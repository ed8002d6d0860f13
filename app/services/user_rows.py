"""The gate's two reads, on the raw pool."""

import asyncio
from datetime import datetime
from typing import Final

import asyncpg

from app.db.engine import raise_if_away
from app.db.health import DatabaseHealth
from app.errors import DatabaseUnavailable
from app.services.gate import UserRow

PATIENCE: Final = 1.8
"""Seconds a gate waits for the database before it denies."""

_ROW: Final = """
SELECT subscription_version, role, is_blocked, session_epoch, extract(epoch FROM clock_timestamp())::float8 AS read_at
FROM users WHERE telegram_id = $1
"""

_HOLDS: Final = """
SELECT EXISTS (
    SELECT FROM user_subscriptions
    WHERE user_id = $1 AND model_id = $2 AND is_active AND (expiry_date IS NULL OR expiry_date > clock_timestamp())
)
"""


class PoolReads:
    """Each read is a query of its own on the pool; a connection found dead is replaced once before giving up."""

    def __init__(self, pool: asyncpg.Pool, health: DatabaseHealth) -> None:
        self._pool = pool
        self._health = health

    async def read(self, telegram_id: int) -> UserRow | None:
        record = await self._ask(_ROW, telegram_id)
        if record is None:
            return None
        version, role, is_blocked, epoch, read_at = record
        assert isinstance(epoch, datetime)  # noqa: S101 - narrows what the driver returns
        return UserRow(version, role, is_blocked, epoch, read_at)

    async def holds(self, telegram_id: int, model_id: str) -> bool:
        record = await self._ask(_HOLDS, telegram_id, model_id)
        return bool(record[0])

    async def _ask(self, query: str, *values: int | str) -> asyncpg.Record:
        if not self._health.answers:
            raise DatabaseUnavailable
        try:
            async with asyncio.timeout(PATIENCE):
                try:
                    return await self._pool.fetchrow(query, *values)
                except (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, ConnectionError):
                    return await self._pool.fetchrow(query, *values)
        except Exception as error:
            raise_if_away(error)
            raise
