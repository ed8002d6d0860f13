"""Bringing a source's candles into the database; one process at a time, since all of them share a plan's credits."""

from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from typing import Final, Protocol

from sqlalchemy import text

from app.db.unit import Unit, Units
from app.services.market.candles import store_candles
from app.services.market.series import newest_of_source
from app.signals.market.provider import MarketDataProvider

Report = Callable[[str, int], None]
"""Called with a pair and how many of its candles were new."""


class Asked(Protocol):
    """A connection that holds what is locked on it."""

    def is_closed(self) -> bool: ...

    async def execute(self, query: str) -> object: ...

    async def fetchval(self, query: str) -> object: ...


_KEYS: Final = "hashtext('forexsignals.loading'), 0"
_TRY_LOCK: Final = f"SELECT pg_try_advisory_lock({_KEYS})"
_LOCK: Final = f"SELECT pg_advisory_lock({_KEYS})"
_UNLOCK: Final = f"SELECT pg_advisory_unlock({_KEYS})"

_IS_LOADING: Final = text(
    """
    SELECT EXISTS (
        SELECT FROM pg_locks JOIN pg_database d ON d.oid = database
        WHERE d.datname = current_database() AND locktype = 'advisory' AND granted
            AND classid = hashtext('forexsignals.loading')::oid AND objid = 0 AND objsubid = 2
    )
    """
)

_QUIET: Final[Report] = lambda _pair, _new: None  # noqa: E731


async def load_candles(units: Units, provider: MarketDataProvider, report: Report = _QUIET) -> int:
    """Store the candles of a provider that are not there yet, a transaction a piece; return how many were new.

    Raises MarketDataError where the source cannot be read; what was stored before it stays.
    """
    async with units.open() as unit:
        newest = await newest_of_source(unit, timeframe=provider.timeframe, source=provider.name)
    new = 0
    async with aclosing(provider.candles(newest)) as pieces:  # type: ignore[type-var]
        async for quotes in pieces:
            async with units.open() as unit:
                added = await store_candles(unit, quotes, timeframe=provider.timeframe, source=provider.name)
            new += added
            if quotes:
                report(quotes[0].pair, added)
    return new


@asynccontextmanager
async def loading_turn(connection: Asked, on_wait: Callable[[], None] | None = None) -> AsyncIterator[bool]:
    """Hold the right to load candles for the time of a block; yield whether it is held.

    Where another process has it: False at once, or, with ``on_wait``, call that and wait until it has not. The right
    goes with the connection, so that one that dies leaves it to others.
    """
    is_held = bool(await connection.fetchval(_TRY_LOCK))
    if not is_held and on_wait is not None:
        on_wait()
        await connection.execute(_LOCK)
        is_held = True
    try:
        yield is_held
    finally:
        if is_held and not connection.is_closed():
            await connection.execute(_UNLOCK)


async def is_loading(unit: Unit) -> bool:
    """Whether some process of this database loads candles at the moment."""
    found: bool = (await unit.session.execute(_IS_LOADING)).scalar_one()
    return found
