"""Being the one process of a database that does something, by an advisory lock that dies with its connection."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

import asyncpg

from app.db.engine import is_away
from app.errors import DatabaseUnavailable
from app.resources import Resources
from app.telemetry import get_logger

TAKEOVER: Final = 2.0
"""Seconds between two looks at whether the process that leads has died."""

TRY: Final = "SELECT pg_try_advisory_lock(hashtext($1))"
"""True for the one connection of a database that gets the turn called ``forexsignals.<what>``."""

Lock: TypeAlias = asyncpg.Connection
"""The connection that holds the turn; it is over once that is closed."""

log = get_logger(__name__)


async def lead_for_ever(resources: Resources, what: str, work: Callable[[Lock], Awaitable[None]]) -> None:
    """Wait for the turn and ``work`` until cancelled; ``work`` ends once the connection that it is given has closed."""
    while True:
        try:
            await resources.health.wait()
            connection = await resources.connect()
            try:
                if await connection.fetchval(TRY, f"forexsignals.{what}"):
                    await work(connection)
            finally:
                connection.terminate()
        except Exception as error:
            if not is_away(error) and not isinstance(error, DatabaseUnavailable):
                log.exception("the leading process failed and will try again", what=what)
        await asyncio.sleep(TAKEOVER)
