"""Being the one process of a database that does something, by an advisory lock that dies with its connection.

The lock of a process that is killed is free at once. One that is frozen (SIGSTOP, a host that hangs) keeps its
connection, so whoever leads shows every ``RENEW`` seconds that it can still run, and those that wait end the connection
of one that has not for ``FROZEN`` seconds. When it wakes up, it finds its connection closed and its work is cancelled;
what it had begun may still be written then, so all that leaders do is safe to be done twice.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

import asyncpg

from app.db.engine import is_away
from app.errors import DatabaseUnavailable
from app.resources import Resources
from app.telemetry import get_logger

TAKEOVER: Final = 2.0
"""Seconds between two looks at whether the process that leads has died."""

RENEW: Final = 1.0
FROZEN: Final = 5.0
"""Seconds. Together with ``TAKEOVER`` a frozen leader is replaced within ten."""

TRY: Final = "SELECT pg_try_advisory_lock(hashtext($1))"
"""True for the one connection of a database that gets the turn called ``forexsignals.<what>``."""

_END_FROZEN: Final = """
SELECT pg_terminate_backend(a.pid) AS ended, a.pid FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND a.datname = current_database()
    AND l.database = a.datid AND a.usename = current_user
    AND (l.classid::bigint << 32 | l.objid::bigint) = hashtext($1)::bigint
    AND a.state_change < clock_timestamp() - make_interval(secs => $2)
"""
"""``state_change`` is when the connection last began or ended a statement. A role may end its own connections."""

log = get_logger(__name__)


class Lock:
    """The connection that holds the turn; it is over once that is closed. Several tasks may ask on it."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection
        self._busy = asyncio.Lock()

    def is_closed(self) -> bool:
        closed: bool = self._connection.is_closed()
        return closed

    async def execute(self, query: str) -> None:
        async with self._busy:
            await self._connection.execute(query)

    async def fetchval(self, query: str, *values: object) -> object:
        async with self._busy:
            return await self._connection.fetchval(query, *values)


async def lead_for_ever(resources: Resources, what: str, work: Callable[[Lock], Awaitable[None]]) -> None:
    """Wait for the turn and ``work`` until cancelled; ``work`` is cancelled once the turn is lost."""
    while True:
        try:
            await resources.health.wait()
            connection = await resources.connect()
            try:
                await _lead(Lock(connection), f"forexsignals.{what}", work)
            finally:
                connection.terminate()
        except Exception as error:
            if not is_away(error) and not isinstance(error, DatabaseUnavailable):
                log.exception("the leading process failed and will try again", what=what)
        await asyncio.sleep(TAKEOVER)


async def _lead(lock: Lock, turn: str, work: Callable[[Lock], Awaitable[None]]) -> None:
    """Take the turn if it is free, and work as long as it is held; else end one who holds it and does not live."""
    if not await lock.fetchval(TRY, turn):
        if (frozen := await lock.fetchval(_END_FROZEN, turn, FROZEN)) is not None:
            log.warning("a leading process that does not answer has lost its turn", turn=turn, ended=frozen)
        return
    working = asyncio.ensure_future(work(lock))
    try:
        while not (await asyncio.wait({working}, timeout=RENEW))[0]:
            await _renew(lock)
        await working
    finally:
        working.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await working


async def _renew(lock: Lock) -> None:
    async with asyncio.timeout(FROZEN):
        await lock.execute("SELECT 1")
